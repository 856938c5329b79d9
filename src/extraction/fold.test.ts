import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, foldPhrase } from './fold.ts';

const samples: [string, string][] = [
  ['Ihr Bestätigungscode: 481920', 'ihr bestatigungscode: 481920'],
  ['Your\tcode\r\nis `4819`', "your code\n\nis '4819'"],
  ['\u200fرمز التحقق: ٤٨١٩', 'رمز التحقق: 4819'],
  ['【ＡＢＣ】验证码４８１９', '[abc]验证码4819'],
  ['𝟰𝟴𝟭𝟵 𝐂𝐨𝐝𝐞 😀', '4819 code •'],
  ['《４８１９》', '"4819"'],
  ['✅4️⃣8️⃣1️⃣9️⃣⬅️', '•4819•'],
  ['क़ुऑड़', 'कुऑड'],
  ['Ο ΚΩΔΙΚΌΣ κωδικός', 'ο κωδικοσ κωδικοσ'],
  ['', ''],
];

test('texts and phrases fold alike', () => {
  for (const [written, folded] of samples) {
    assert.equal(fold(written).text, folded);
    assert.equal(foldPhrase(written), folded);
  }
});

test('all normal forms fold alike', () => {
  for (const written of ['কোড', 'குறியீடு கொடுக்க', 'ಕೋಡ್', 'കോഡ്', 'කේතය', '인증번호', 'パスワード', 'mật khẩu', 'ড়']) {
    const folded = fold(written.normalize('NFC')).text;
    assert.equal(fold(written.normalize('NFD')).text, folded);
    assert.equal(foldPhrase(written.normalize('NFD')), folded);
  }
});

test('a letter of another script is read as the one that it looks like', () => {
  assert.equal(fold('Your vеrification соde').text, 'your verification code');
  assert.equal(fold('Ваш koд').text, 'ваш код');
  assert.equal(fold('OTPу telegramда SMS-код').text, 'otpу telegramда sms-код');
});

test('simple tags are no part of a text', () => {
  assert.equal(fold('Code:&nbsp;<b>4819</b><br/>Bye <#> a<b').text, 'code: 4819\nbye <#> a<b');
});

test('each unit says where it stands in the original', () => {
  const { units, origins, original } = fold('𝟰\u200e8 é');
  assert.deepEqual(
    [...units],
    [...'48 e'].map((sign) => sign.charCodeAt(0)),
  );
  assert.deepEqual([...origins], [0, 3, 4, 5, original.length]);
});

test('a text stays as it was folded while a phrase is folded', () => {
  const { units } = fold('code 481920');
  const before = [...units];
  foldPhrase('Acme Bank');
  assert.deepEqual([...units], before);
});
