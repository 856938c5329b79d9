/**
 * Banks of Iran, Turkey, the Arab world, Israel, the Caucasus and Africa, each as
 * `name | other spellings, with commas | domains`; `~` stands before an ordinary word (see `services.ts`).
 */
export const banksOfMiddleEastAndAfrica = `
  بانک ملی | بانک ملی ایران, bank melli, bmi | bmi.ir; بانک ملت | bank mellat | bankmellat.ir; بانک صادرات | بانک صادرات ایران, bank saderat, صادرات | bsi.ir
  بانک تجارت | bank tejarat | tejaratbank.ir; بانک سپه | bank sepah | banksepah.ir; بانک مسکن | bank maskan; بانک کشاورزی | bank keshavarzi | bki.ir
  بانک رفاه | بانک رفاه کارگران, bank refah | refah-bank.ir; بانک پارسیان | ~پارسیان, parsian bank, parsian | parsian-bank.ir; بانک پاسارگاد | پاسارگاد, pasargad, bank pasargad | bpi.ir
  بانک سامان | ~سامان, saman bank, سامانک | sb24.ir; بانک اقتصاد نوین | اقتصاد نوین, eghtesad novin, en bank | enbank.ir; بانک آینده | ~آینده, ayandeh bank, bank ayandeh | ba24.ir
  بانک شهر | bank shahr, city bank ir | shahr-bank.ir; بانک دی | bank dey, day bank; بانک سینا | sina bank; بانک کارآفرین | کارآفرین, karafarin bank; بانک سرمایه
  بانک گردشگری | tourism bank; بانک ایران زمین | iran zamin bank; بانک خاورمیانه | خاورمیانه, middle east bank; بانک قرض الحسنه رسالت | بانک رسالت, رسالت, resalat bank | rqbank.ir
  بانک قرض الحسنه مهر ایران | قرض الحسنه مهر ایران, بانک مهر ایران, مهر ایران; بانک توسعه تعاون; بانک توسعه صادرات; بانک صنعت و معدن; پست بانک | پست بانک ایران, post bank
  بانک حکمت ایرانیان; بانک انصار; بانک قوامین; بانک مهر اقتصاد; موسسه اعتباری ملل | موسسه ملل, ملل; موسسه اعتباری نور | موسسه نور; موسسه کوثر; بانک مرکزی
  بلوبانک | blubank, blu bank, ~بلو, blu junior; ویپاد | wepod; بانکینو | bankino; همراه کارت | hamrah card; سپ | سامان کیش; به پرداخت ملت | به پرداخت; زرین پال | zarinpal
  آپ | آپ آسان پرداخت, آسان پرداخت, asan pardakht; آی دی پی | id pay, idpay; پی پینگ | payping; دیجی پی | digipay; تارا | ~tara; اسنپ پی | snapppay, snapp pay; ازکی وام
  سکه | ~sekeh; ایوا | ~eva; تاپ | ~top; هفت هشتاد | 780, هفت‌هشتاد; جیبیت | jibit; نوبیتکس | nobitex; والکس | wallex; بیت پین | bitpin; رمزینکس | ramzinex; آبان تتر | aban tether
  تترلند | tetherland; اکسکوینو | excoino; بیت 24 | bit24; تبدیل | ~tabdeal; کارگزاری مفید | مفید, easytrader, mofid; کارگزاری آگاه | آگاه, agah, آساتریدر; فارابی | کارگزاری فارابی
  ~سجام | sejam; ~ثنا | سامانه ثنا, sana; طلاسی | talasea; میلی گلد | میلی, milli gold; ~گرمی | germi; وال گلد | wallgold; داریک | daric; ~مهرگان; سپرده گذاری مرکزی | csdi
  Garanti BBVA | garanti, garanti bankası, bonus card | garantibbva.com.tr; Akbank | axess | akbank.com; İş Bankası | türkiye iş bankası, isbank, işcep, is bankasi | isbank.com.tr
  Yapı Kredi | yapi kredi, yapıkredi, world mobil | yapikredi.com.tr; Ziraat Bankası | ziraat, ziraat bankasi, ziraat katılım | ziraatbank.com.tr; Halkbank | halk bankası, paraf
  VakıfBank | vakifbank, vakıf katılım | vakifbank.com.tr; QNB | qnb finansbank, finansbank, qnb finans, enpara.com, enpara | qnb.com.tr; DenizBank | denizbank | denizbank.com
  TEB | türk ekonomi bankası, cepteteb; ING | ing bank, ing diba, ing turkiye | ing.com ing.nl ing.de; Kuveyt Türk | kuveyt turk; Albaraka Türk | albaraka; Türkiye Finans | turkiye finans
  Şekerbank | sekerbank; Fibabanka; Odeabank | odea; Alternatif Bank | alternatif bank; Anadolubank; Burgan Bank; HSBC Türkiye; ICBC Turkey; Emlak Katılım; ON Dijital
  Papara | | papara.com; Tosla; ininal; PTTBank | pttbank; Paycell | paycell; Hayat Finans; Dünya Katılım; N Kolay; Colendi; Midas | ~midas; BtcTurk | btcturk; Paribu; Bitexen; Icrypex
  الراجحي | مصرف الراجحي, بنك الراجحي, alrajhi bank, al rajhi, al rajhi bank | alrajhibank.com.sa; البنك الأهلي | البنك الأهلي السعودي, snb, الأهلي, alahli; بنك الرياض | riyad bank
  بنك الإنماء | مصرف الإنماء, ~الإنماء, alinma, alinma bank; ساب | sabb, sab, البنك السعودي الأول; بنك البلاد | ~البلاد, bank albilad; بنك الجزيرة | bank aljazira; العربي الوطني | البنك العربي الوطني, anb
  البنك السعودي الفرنسي | bsf, السعودي الفرنسي; STC Pay | stcpay, اس تي سي باي, stc bank | stcpay.com.sa; urpay | يور باي; D360 Bank | d360; ~بركة; مدى | mada; Tamara | تمارا; Tabby | تابي | tabby.ai
  Emirates NBD | الإمارات دبي الوطني, بنك الإمارات دبي الوطني, enbd | emiratesnbd.com; ADCB | بنك أبوظبي التجاري, abu dhabi commercial bank; FAB | بنك أبوظبي الأول, first abu dhabi bank
  Mashreq | المشرق, بنك المشرق, mashreq bank, mashreq neo; Dubai Islamic Bank | بنك دبي الإسلامي, dib; ADIB | مصرف أبوظبي الإسلامي; RAKBANK | راك بنك; CBD | commercial bank of dubai, بنك دبي التجاري
  Liv. | ~liv, liv bank; ~Wio | wio bank; Ajman Bank | مصرف عجمان; Sharjah Islamic Bank; e& money | etisalat money; Careem Pay; Al Hilal Bank; Al Ansari Exchange; LuLu Exchange
  QNB Qatar | بنك قطر الوطني, qatar national bank; Commercial Bank of Qatar | cbq; QIB | مصرف قطر الإسلامي, qatar islamic bank; Doha Bank | بنك الدوحة; Masraf Al Rayan | مصرف الريان; Dukhan Bank
  NBK | بنك الكويت الوطني, national bank of kuwait; KFH | بيت التمويل الكويتي, بيتك, kuwait finance house; Gulf Bank | بنك الخليج; Boubyan | بنك بوبيان, boubyan bank; Warba Bank | بنك وربة
  Burgan | بنك برقان; ABK | البنك الأهلي الكويتي; KNET | كي نت; Bank Muscat | بنك مسقط; Bank Dhofar | بنك ظفار; NBO | البنك الوطني العماني; Sohar International | صحار الدولي; NBB | بنك البحرين الوطني
  BBK | بنك البحرين والكويت; Ahli United Bank; BenefitPay | benefit pay, بنفت; Arab Bank | البنك العربي; Housing Bank | بنك الإسكان; Cairo Amman Bank | بنك القاهرة عمان; CliQ | كليك; ~Zain Cash | زين كاش
  Bank al Etihad | بنك الاتحاد; البنك الأهلي المصري | national bank of egypt, nbe; بنك مصر | banque misr; CIB | البنك التجاري الدولي; QNB Alahli | بنك قطر الوطني الأهلي; بنك القاهرة | banque du caire
  بنك الإسكندرية | alexbank; Crédit Agricole Egypt; AAIB | البنك العربي الأفريقي; HSBC Egypt; بنك فيصل | بنك فيصل الإسلامي, faisal islamic bank; البنك الزراعي المصري; InstaPay | انستاباي, إنستاباي
  Vodafone Cash | فودافون كاش; Fawry | فوري; valU | ~فاليو; Attijariwafa Bank | التجاري وفا بنك, attijari; Banque Populaire | البنك الشعبي; BMCE | bank of africa, بنك أفريقيا; CIH Bank | cih; BMCI; Crédit du Maroc
  Al Barid Bank | البريد بنك; BIAT; STB; BNA; BEA; CPA; BaridiMob | بريدي موب, algérie poste, بريد الجزائر; CCP; Zain Iraq; ZainCash | زين كاش; Qi Card | كي كارد
  Rafidain | مصرف الرافدين; Rasheed Bank | مصرف الرشيد; AsiaHawala | آسيا حوالة; FastPay; Jawwal Pay; Bank of Palestine | بنك فلسطين; Bank Audi; BLOM; Byblos Bank; Whish | whish money; Bank of Khartoum | بنك الخرطوم, bankak, بنكك
  בנק הפועלים | הפועלים, bank hapoalim, hapoalim; בנק לאומי | לאומי, leumi, bank leumi; בנק דיסקונט | דיסקונט, discount bank; מזרחי טפחות | mizrahi tefahot, בנק מזרחי; הבינלאומי | fibi; PEPPER | ~פפר
  כאל | ~cal; ישראכרט | isracard; max | ~מקס; ביט | bit app; PayBox | פייבוקס; בנק יהב; One Zero | וואן זירו; בנק מרכנתיל; בנק הדואר; לאומי קארד; ~כלל; מיטב; הפניקס
  საქართველოს ბანკი | bank of georgia, bog; თიბისი | თიბისი ბანკი, tbc, tbc bank; ლიბერთი | ლიბერთი ბანკი, liberty bank; კრედო ბანკი | კრედო, credo bank; ბაზისბანკი | basisbank; Terabank | ტერაბანკი
  Ameriabank | ամերիաբանկ, ameria; ACBA | ակբա բանկ, ակբա, acba bank; Inecobank | ինեկոբանկ; Ardshinbank | արդշինբանկ; Evocabank | էվոկաբանկ, evoca; IDBank | այդի բանկ, idram; Converse Bank | կոնվերս բանկ; Unibank
  Kapital Bank | birbank, kapital bank azerbaijan; ABB | azərbaycan beynəlxalq bankı, abb mobile; PAŞA Bank | pasha bank, paşa bank; Leobank; Bank Respublika; Rabitəbank | rabitabank; AccessBank | accessbank; Xalq Bank; m10; Yelo Bank
  GTBank | gtb, guaranty trust bank, gtco | gtbank.com; Access Bank | | accessbankplc.com; Zenith Bank | zenith | zenithbank.com; First Bank | firstbank, first bank of nigeria; UBA | united bank for africa
  Union Bank; Fidelity Bank; FCMB; Sterling Bank; Stanbic IBTC; Stanbic Bank | stanbic; Ecobank; Wema Bank | wema, alat by wema; Polaris Bank; Keystone Bank; Unity Bank; Jaiz Bank; Providus Bank; Kuda | kuda bank
  OPay | opay | opayweb.com; PalmPay; Moniepoint; PiggyVest; Cowrywise; FairMoney; Flutterwave; Paystack; Interswitch; Quickteller; Chipper Cash | chipper; Paga; Remita; Risevest
  KCB | kcb bank, kcb m-pesa; Equity Bank | equity bank kenya, eazzy; Co-op Bank | co-operative bank, cooperative bank of kenya; NCBA | ncba bank; Absa | absa bank | absa.co.za; DTB | diamond trust bank; I&M Bank
  Family Bank; HF Group; Sidian Bank; M-Pesa | mpesa; M-Shwari | mshwari; Fuliza; Airtel Money; Tala | ~tala; Branch Kenya; Hustler Fund; CRDB | crdb bank, simbanking; NMB | nmb bank, nmb mkononi; NBC Tanzania; Tigo Pesa | mixx by yas
  HaloPesa; Centenary Bank; MTN MoMo | mtn mobile money, momo from mtn; Bank of Kigali | bk mobile; Ecocash | ecocash; CBZ; FNB | first national bank | fnb.co.za; Standard Bank | | standardbank.co.za; Nedbank | | nedbank.co.za
  Capitec | capitec bank | capitecbank.co.za; Investec; TymeBank; Discovery Bank; African Bank; Bidvest Bank; Sanlam; Old Mutual; Momentum; SARS | sars efiling; PayShap; SnapScan; Ozow; Luno; VALR; Yoco; PayFast; Zapper
  GCB Bank; Fidelity Bank Ghana; CalBank; Ecobank Ghana; ADB Ghana; Stanbic Ghana; Telecel Cash; AirtelTigo Money; Wave | wave mobile money; Orange Money; Moov Money; Free Money; Société Générale Sénégal; CBAO; BICIS
  Commercial Bank of Ethiopia | cbe, cbe birr, የኢትዮጵያ ንግድ ባንክ; Telebirr | ቴሌብር, telebirr; Awash Bank | አዋሽ ባንክ; Dashen Bank | ዳሸን ባንክ, amole; Bank of Abyssinia | አቢሲኒያ ባንክ; Hibret Bank; Zemen Bank; Coopbank of Oromia | coopay
  EVC Plus | evcplus; Hormuud; Salaam Bank; Dahabshiil; ZAAD | zaad service; Sahal; Premier Bank; Edahab | e-dahab; Da Afghanistan Bank; Azizi Bank | عزیزی بانک; AIB; M-Paisa; MyMoney
  بانک عزیزی; کابل بانک; غضنفر بانک; HesabPay | حساب پی; BMCE Direct; Sonatel; Coris Bank; NSIA Banque; BOA; Afriland First Bank; UBA Cameroun; Standard Chartered Kenya
`;
