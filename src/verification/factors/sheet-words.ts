/** The words of a sheet of recovery codes. */
export interface SheetWords {
  title: string;
  /** What they are for. */
  use: string;
  /** Where to keep them. */
  keep: string;
  /** When they end. */
  end: string;
  /** Before the day. */
  made: string;
}

function words(title: string, use: string, keep: string, end: string, made: string): SheetWords {
  return { title, use, keep, end, made };
}

export const englishSheet: SheetWords = words(
  'Recovery codes',
  'Each code works once, when you have no phone or app at hand.',
  'Keep this sheet where only you find it, and cross out the codes that you used.',
  'These end as soon as new ones are made.',
  'Made on',
);

/** By language: those that the texts of codes are in. */
export const sheetWords: Readonly<Record<string, SheetWords>> = {
  ar: words(
    'رموز الاسترداد',
    'يعمل كل رمز مرة واحدة، عندما لا يكون هاتفك أو تطبيقك في متناول يدك.',
    'احتفظ بهذه الورقة في مكان لا يجده غيرك، واشطب الرموز المستخدمة.',
    'تصبح هذه الرموز بلا قيمة عند إنشاء رموز جديدة.',
    'تاريخ الإنشاء',
  ),
  bn: words(
    'পুনরুদ্ধার কোড',
    'ফোন বা অ্যাপ হাতের কাছে না থাকলে প্রতিটি কোড একবার কাজ করে।',
    'এই পাতাটি এমন জায়গায় রাখুন যেখানে শুধু আপনি পাবেন, আর ব্যবহৃত কোড কেটে দিন।',
    'নতুন কোড তৈরি করলে এগুলো আর কাজ করবে না।',
    'তৈরির তারিখ',
  ),
  de: words(
    'Wiederherstellungscodes',
    'Jeder Code gilt einmal, wenn Telefon oder App nicht zur Hand sind.',
    'Bewahren Sie das Blatt dort auf, wo nur Sie es finden, und streichen Sie benutzte Codes durch.',
    'Sobald neue Codes erstellt werden, gelten diese nicht mehr.',
    'Erstellt am',
  ),
  en: englishSheet,
  es: words(
    'Códigos de recuperación',
    'Cada código sirve una sola vez, cuando no tenga a mano el teléfono o la aplicación.',
    'Guarde esta hoja donde solo usted la encuentre y tache los códigos usados.',
    'Dejan de valer en cuanto se crean otros nuevos.',
    'Creados el',
  ),
  fr: words(
    'Codes de secours',
    "Chaque code sert une seule fois, quand vous n'avez ni téléphone ni application sous la main.",
    'Gardez cette feuille là où vous seul la trouverez et barrez les codes utilisés.',
    "Ils cessent d'être valables dès que de nouveaux codes sont créés.",
    'Créés le',
  ),
  hi: words(
    'रिकवरी कोड',
    'फ़ोन या ऐप पास न होने पर हर कोड एक बार काम करता है।',
    'इस पन्ने को ऐसी जगह रखें जहाँ केवल आप इसे पा सकें, और इस्तेमाल किए गए कोड काट दें।',
    'नए कोड बनाते ही ये कोड बेकार हो जाते हैं।',
    'बनाने की तारीख़',
  ),
  id: words(
    'Kode pemulihan',
    'Setiap kode berlaku sekali, saat ponsel atau aplikasi tidak ada di tangan.',
    'Simpan lembar ini di tempat yang hanya Anda ketahui, dan coret kode yang sudah dipakai.',
    'Kode ini tidak berlaku lagi begitu kode baru dibuat.',
    'Dibuat pada',
  ),
  it: words(
    'Codici di recupero',
    "Ogni codice vale una sola volta, quando non si hanno a portata di mano il telefono o l'app.",
    'Conservi questo foglio dove solo Lei può trovarlo e cancelli i codici usati.',
    'Non valgono più non appena se ne creano di nuovi.',
    'Creati il',
  ),
  ja: words(
    'リカバリーコード',
    '電話やアプリが手元にないとき、各コードを一度だけ使えます。',
    'この用紙は自分だけがわかる場所に保管し、使ったコードは線で消してください。',
    '新しいコードを作ると、これらは使えなくなります。',
    '作成日',
  ),
  ko: words(
    '복구 코드',
    '휴대전화나 앱이 없을 때 각 코드를 한 번씩 쓸 수 있습니다.',
    '본인만 찾을 수 있는 곳에 보관하고, 사용한 코드는 줄을 그어 지우세요.',
    '새 코드를 만들면 이 코드는 더 이상 쓸 수 없습니다.',
    '만든 날',
  ),
  mr: words(
    'रिकव्हरी कोड',
    'फोन किंवा ॲप जवळ नसताना प्रत्येक कोड एकदाच चालतो.',
    'हा कागद फक्त तुम्हालाच सापडेल अशा ठिकाणी ठेवा आणि वापरलेले कोड खोडून टाका.',
    'नवीन कोड तयार होताच हे कोड चालणार नाहीत.',
    'तयार केल्याची तारीख',
  ),
  pt: words(
    'Códigos de recuperação',
    'Cada código serve uma única vez, quando não tiver o telefone ou a aplicação à mão.',
    'Guarde esta folha onde só você a encontre e risque os códigos usados.',
    'Deixam de valer assim que forem criados novos.',
    'Criados em',
  ),
  ru: words(
    'Коды восстановления',
    'Каждый код действует один раз, когда под рукой нет телефона или приложения.',
    'Храните этот лист там, где его найдёте только вы, и вычёркивайте использованные коды.',
    'Эти коды перестанут действовать, как только будут созданы новые.',
    'Созданы',
  ),
  ta: words(
    'மீட்புக் குறியீடுகள்',
    'கைபேசியோ செயலியோ கையில் இல்லாதபோது ஒவ்வொரு குறியீடும் ஒரு முறை செயல்படும்.',
    'உங்களுக்கு மட்டுமே தெரிந்த இடத்தில் இத்தாளை வைத்து, பயன்படுத்திய குறியீடுகளை அடித்துவிடுங்கள்.',
    'புதிய குறியீடுகள் உருவாக்கப்பட்டதும் இவை செயல்படாது.',
    'உருவாக்கிய நாள்',
  ),
  te: words(
    'రికవరీ కోడ్‌లు',
    'ఫోన్ లేదా యాప్ దగ్గర లేనప్పుడు ప్రతి కోడ్ ఒక్కసారి పనిచేస్తుంది.',
    'మీకు మాత్రమే దొరికే చోట ఈ కాగితాన్ని ఉంచి, వాడిన కోడ్‌లను కొట్టివేయండి.',
    'కొత్త కోడ్‌లు తయారైన వెంటనే ఇవి పనిచేయవు.',
    'తయారు చేసిన తేదీ',
  ),
  tr: words(
    'Kurtarma kodları',
    'Telefonunuz veya uygulamanız yanınızda değilken her kod bir kez geçerlidir.',
    'Bu sayfayı yalnızca sizin bulabileceğiniz bir yerde saklayın ve kullandığınız kodların üstünü çizin.',
    'Yenileri oluşturulduğunda bu kodlar geçersiz olur.',
    'Oluşturulma tarihi',
  ),
  ur: words(
    'بازیابی کے کوڈ',
    'جب فون یا ایپ پاس نہ ہو تو ہر کوڈ ایک بار کام کرتا ہے۔',
    'یہ ورق وہاں رکھیں جہاں صرف آپ اسے پا سکیں، اور استعمال شدہ کوڈ کاٹ دیں۔',
    'نئے کوڈ بنتے ہی یہ کوڈ بے کار ہو جاتے ہیں۔',
    'بنانے کی تاریخ',
  ),
  vi: words(
    'Mã khôi phục',
    'Mỗi mã dùng được một lần, khi bạn không có điện thoại hoặc ứng dụng trong tay.',
    'Hãy cất tờ này ở nơi chỉ bạn tìm thấy và gạch bỏ các mã đã dùng.',
    'Các mã này hết hiệu lực ngay khi tạo mã mới.',
    'Tạo ngày',
  ),
  zh: words(
    '恢复代码',
    '手边没有手机或应用时，每个代码可使用一次。',
    '请将此页存放在只有您能找到的地方，并划掉已使用的代码。',
    '一旦生成新代码，这些代码即告失效。',
    '生成日期',
  ),
  'zh-Hant': words(
    '復原代碼',
    '手邊沒有手機或應用程式時，每個代碼可使用一次。',
    '請將此頁存放在只有您能找到的地方，並劃掉已使用的代碼。',
    '一旦產生新代碼，這些代碼即告失效。',
    '產生日期',
  ),
};
