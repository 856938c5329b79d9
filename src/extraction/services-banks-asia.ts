/**
 * Banks of South, East and South-East Asia, each as `name | other spellings, with commas | domains`; `~` stands before
 * an ordinary word (see `services.ts`).
 */
export const banksOfAsia = `
  HDFC Bank | hdfc | hdfcbank.com; ICICI Bank | icici | icicibank.com; Axis Bank | | axisbank.com
  SBI | state bank of india, state bank, sbi card, sbi yono, yono sbi | onlinesbi.com sbi.co.in
  Kotak Mahindra Bank | kotak, kotak bank | kotak.com; Yes Bank | | yesbank.in; IndusInd Bank | indusind | indusind.com
  IDFC FIRST Bank | idfc, idfc first | idfcfirstbank.com; IDBI Bank | idbi | idbibank.in; RBL Bank | rbl; PNB | punjab national bank | pnbindia.in
   Bank of Baroda | | bankofbaroda.in; Bank of India; Union Bank of India | union bank
  Canara Bank | canara | canarabank.com; Indian Bank; IOB | indian overseas bank; Central Bank of India; UCO Bank
  Bank of Maharashtra | mahabank; Punjab & Sind Bank | punjab and sind bank; Federal Bank; South Indian Bank; DCB Bank
  Karnataka Bank; KVB | karur vysya bank; CUB | city union bank; TMB | tamilnad mercantile bank; Dhanlaxmi Bank | dhanlaxmi
  J&K Bank | jammu and kashmir bank; Bandhan Bank | bandhan; AU Small Finance Bank | au bank; Equitas | equitas bank
  Ujjivan | ujjivan small finance bank; Jana Small Finance Bank; Suryoday; ESAF | esaf bank; Utkarsh Bank; Saraswat Bank
  Cosmos Bank; SVC Bank; India Post Payments Bank | ippb; Airtel Payments Bank; Fino Payments Bank | fino bank; Fincare
  NSDL Payments Bank; Standard Chartered | standard chartered bank, stanchart | sc.com; DBS | dbs bank, digibank | dbs.com
  Citi | citibank | citi.com citibank.com; HSBC | 汇丰, 滙豐, 汇丰银行, 滙豐銀行 | hsbc.com hsbc.co.uk; Deutsche Bank
  Bajaj Finserv | bajaj finance; OneCard; ~Slice; Jupiter Money; Fi Money; ~Niyo; Tata Capital; Muthoot | muthoot finance
  HBL | habib bank; UBL | united bank limited; MCB | mcb bank; Allied Bank | abl; Meezan Bank | meezan
  Bank Alfalah | alfalah; Bank AL Habib | bank al-habib; Faysal Bank; Askari Bank; National Bank of Pakistan | nbp
  JS Bank; BankIslami; Soneri Bank; SadaPay; NayaPay; Easypaisa; JazzCash; bKash | বিকাশ; Nagad | নগদ; Upay; ~Rocket
  Dutch-Bangla Bank | dbbl, dutch bangla; BRAC Bank; City Bank; Eastern Bank | ebl; Islami Bank Bangladesh | islami bank, ibbl
  Sonali Bank | সোনালী ব্যাংক; Janata Bank; Agrani Bank; Pubali Bank; Prime Bank; Mutual Trust Bank; Bank Asia; UCB
  Commercial Bank of Ceylon | combank, commercial bank; Sampath Bank | sampath; HNB | hatton national bank; NTB
  People's Bank | peoples bank; Bank of Ceylon | boc sri lanka; Seylan Bank | seylan; NDB Bank; DFCC Bank | dfcc; LOLC
  Nabil Bank | nabil; NIC Asia | nic asia bank; Global IME Bank | global ime; Nepal Investment Mega Bank; Himalayan Bank
  Everest Bank; Siddhartha Bank; Prabhu Bank; Sanima Bank; Kumari Bank; Laxmi Sunrise Bank; Machhapuchchhre Bank; NMB Bank
  eSewa | ई-सेवा; Khalti | खल्ती; IME Pay; Bank of Bhutan | bob mbob; Bank of Maldives | bml
  BCA | klikbca, bank bca, bca mobile | bca.co.id; BNI | bank bni | bni.co.id; BRI | bank bri, brimo | bri.co.id
  Bank Mandiri | mandiri, livin, livin by mandiri | bankmandiri.co.id; BSI | bank syariah indonesia; CIMB Niaga | octo mobile
  CIMB | cimb bank; Danamon | bank danamon, d-bank; Permata Bank | permatabank, bank permata; BTN | bank btn; Maybank Indonesia
  OCBC | ocbc nisp, 华侨银行 | ocbc.com; Panin Bank | bank panin; Bank Mega; Sinarmas | bank sinarmas; BTPN | jenius; Bank Jago | ~jago
  SeaBank; Bank Neo Commerce | neobank, neo bank; blu by BCA | blu; Allo Bank; Bank DKI; Bank Jatim; BJB | bank bjb; Bukopin
  Maybank | maybank2u, m2u | maybank2u.com.my; Public Bank | pbebank; RHB | rhb bank | rhbgroup.com; Hong Leong Bank | hlb
  AmBank | ambank; Bank Islam; Bank Rakyat; BSN | bank simpanan nasional; Affin Bank | affin; Alliance Bank; GXBank; MBSB
  UOB | 大华银行 | uob.com.sg; POSB; Trust Bank; Singtel Dash; BDO | bdo unibank; BPI | bank of the philippine islands
  Metrobank; Landbank | land bank; PNB Philippines; UnionBank | unionbank of the philippines; Security Bank; RCBC; EastWest
  China Bank; PSBank; AUB; Maya | maya bank, paymaya | maya.ph; GCash | | gcash.com; Tonik; GoTyme | gotyme bank; Coins.ph
  KBank | kasikorn, k plus, kplus, kasikornbank, กสิกรไทย, ธนาคารกสิกรไทย | kasikornbank.com
  SCB | scb easy, ไทยพาณิชย์, ธนาคารไทยพาณิชย์ | scb.co.th; Krungthai | krungthai bank, ktb, กรุงไทย, ธนาคารกรุงไทย
  Bangkok Bank | bbl, bualuang, ธนาคารกรุงเทพ; Krungsri | bank of ayudhya, กรุงศรี, ธนาคารกรุงศรี; TTB | ttb bank, ทีทีบี, tmbthanachart
  ธนาคารออมสิน | ออมสิน, gsb, mymo; ธ.ก.ส. | baac; TrueMoney | true money, ทรูมันนี่; PromptPay | พร้อมเพย์; Make by KBank; KTC
  เป๋าตัง | paotang; Vietcombank | vcb, vcb digibank | vietcombank.com.vn; VietinBank | vietinbank ipay | vietinbank.vn
  BIDV | bidv smartbanking | bidv.com.vn; Agribank | | agribank.com.vn; Techcombank | tcb | techcombank.com; MB Bank | mbbank
  VPBank | | vpbank.com.vn; ACB | acb one; Sacombank; TPBank; HDBank; VIB; SHB; OCB; MSB; SeABank; Eximbank; LPBank; Nam A Bank
  ABBANK; Cake | ~cake by vpbank; Timo; ZaloPay; ViettelPay | viettel money; VNPay; ABA Bank | aba mobile, aba; ACLEDA | acleda bank
  Wing Bank | ~wing, វីង; Canadia Bank; Bakong | បាគង; BCEL | bcel one, ທະນາຄານການຄ້າຕ່າງປະເທດລາວ; JDB; LDB; KBZ Bank | kbz
  KBZPay | kbz pay; AYA Bank | aya pay; CB Bank | cb pay; Wave Money | wavepay; UAB; Yoma Bank; MPT Money
  招商银行 | 招行, cmb | cmbchina.com; 工商银行 | 中国工商银行, 工行, icbc | icbc.com.cn; 建设银行 | 中国建设银行, 建行, ccb | ccb.com
  农业银行 | 中国农业银行, 农行 | abchina.com; 中国银行 | 中行 | boc.cn; 交通银行 | 交行 | bankcomm.com; 邮储银行 | 中国邮政储蓄银行, 邮政储蓄银行
  中信银行; 光大银行 | 中国光大银行; 民生银行 | 中国民生银行; 浦发银行 | 上海浦东发展银行; 兴业银行; 平安银行 | 平安口袋银行; 广发银行; 华夏银行
  浙商银行; 恒丰银行; 渤海银行; 北京银行; 上海银行; 江苏银行; 南京银行; 宁波银行; 杭州银行; 徽商银行; 长沙银行; 成都银行; 重庆银行; 青岛银行
  微众银行; 网商银行; 东亚银行; 恒生银行; 渣打银行; 花旗银行; 农商银行; 农村商业银行; 农村信用社; 云闪付 | 银联, unionpay, 中国银联; 京东金融
  度小满; 陆金所; 中信证券; 华泰证券; 国泰君安; 东方财富; 同花顺; 招商证券; 中信建投; 广发证券; 平安证券; 天天基金; 平安好医生; 蚂蚁财富
  台新銀行 | 台新; 玉山銀行 | 玉山; 國泰世華 | 國泰世華銀行; 中國信託 | 中國信託銀行, 中信銀行; 富邦銀行 | 台北富邦銀行; 永豐銀行; 第一銀行; 兆豐銀行
  華南銀行; 合作金庫; 土地銀行; 臺灣銀行 | 台灣銀行; 彰化銀行; 聯邦銀行; 遠東商銀; 凱基銀行; 中華郵政; 街口支付; 全支付; LINE Bank; LINE Pay
  恒生銀行 | hang seng, hang seng bank; 中銀香港 | 中国银行（香港）, bochk; 東亞銀行 | bea; 渣打銀行; 花旗銀行; ZA Bank | 眾安銀行; Mox | mox bank
  PayMe | payme from hsbc; 八達通 | octopus; 轉數快 | fps; livi bank; WeLab Bank; Airstar; 大新銀行; 工銀亞洲; 招商永隆銀行
  三菱UFJ銀行 | mufg, 三菱ufj; 三井住友銀行 | smbc; 三井住友カード | vpass, smbc card; みずほ銀行 | mizuho, みずほ; りそな銀行 | りそな; ゆうちょ銀行 | ゆうちょ
  楽天銀行 | 楽天銀行株式会社; 楽天カード | | rakuten-card.co.jp; 住信SBIネット銀行 | sbi net bank, neobank jp; PayPay銀行; auじぶん銀行 | じぶん銀行
  ソニー銀行; イオン銀行; イオンカード; セブン銀行; 横浜銀行; 千葉銀行; 福岡銀行; 静岡銀行; 新生銀行 | sbi新生銀行; 三井住友信託銀行; ローソン銀行; みんなの銀行
  エポスカード | epos; JCB | jcbカード; セゾンカード | saison, クレディセゾン; dカード; au PAY; d払い; メルペイ | merpay; オリコ | orico; ジャックス | jaccs
  楽天証券; SBI証券; マネックス証券; 松井証券; 野村證券; 大和証券; 楽天ペイ; LINE証券; アメリカン・エキスプレス; ビューカード; ライフカード; UCカード
  KB국민은행 | 국민은행, kb bank, kookmin bank; KB국민카드 | kb국민, 국민카드 | kbcard.com; 신한은행 | shinhan bank; 신한카드 | shinhan card
  하나은행 | hana bank; 하나카드; 우리은행 | woori bank; 우리카드; NH농협 | 농협, nh농협은행, 농협은행, nh; 기업은행 | ibk기업은행, ibk; SC제일은행
  카카오뱅크 | kakaobank; 케이뱅크 | k뱅크, kbank kr; 토스뱅크 | toss bank; 새마을금고; 신협; 우체국; 수협은행; 부산은행; 대구은행 | im뱅크; 광주은행; 전북은행
  삼성카드; 현대카드; 롯데카드; BC카드 | 비씨카드; 카카오페이 | kakao pay; 네이버페이 | naver pay; 삼성페이; 페이코 | payco; 업비트 | upbit; 빗썸 | bithumb
  미래에셋증권; 키움증권; 삼성증권; 한국투자증권; NH투자증권; KB증권; 나이스평가정보 | nice평가정보, nice; 코인원 | coinone; 한국산업은행 | kdb산업은행
  Khan Bank | хаан банк; Golomt Bank | голомт банк; TDB | худалдаа хөгжлийн банк; Xac Bank | хас банк; State Bank Mongolia | төрийн банк
  Kaspi | kaspi.kz, каспи | kaspi.kz; Halyk Bank | halyk, халык банк, халық банк; ForteBank | forte; Jusan | jusan bank; Freedom Bank
  Bereke Bank; Банк ЦентрКредит | bcc.kz, центркредит; Eurasian Bank; Home Credit Bank | home credit; Optima Bank | оптима банк; мБанк
  Айыл Банк; Bakai Bank | бакай банк; Демир Банк; O!Деньги; Эсхата | eskhata; Алиф | alif bank; Амонатбанк | amonatbank; Душанбе Сити | dushanbe city
  Uzum Bank | uzum bank, узум банк; Kapitalbank | kapitalbank; Ipak Yoʻli | ipak yoli, ipak yo'li; Anorbank; Agrobank; Hamkorbank; Xalq banki
  Payme; ~Click; ~Paynet; NBU | milliy bank; Davr Bank; Asakabank; SQB; Ziraat Bank; Infinbank
`;
