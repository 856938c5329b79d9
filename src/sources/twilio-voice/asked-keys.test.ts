import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedKeys } from './asked-keys.ts';

const heard: [language: string, words: string, keys: string][] = [
  ['en-US', 'Hello. If you are trying to sign in, press the pound key to finish.', '#:approve'],
  ['en-US', 'Press pound to approve, or press 9 to report fraud.', '#:approve 9:approve'],
  ['en-US', 'press one to hear your code', '1:hear'],
  ['en-US', 'press any key to log in', '1:approve'],
  ['en-US', 'Your code is 482913. To hear this again, press 1.', ''],
  ['en-US', 'Your code is 482913. Goodbye.', ''],
  ['en-US', 'the express lane', ''],
  ['en-GB', 'Press 1 to continue and sign in', '1:approve'],
  ['de-DE', 'Drücken Sie die Rautetaste, um die Anmeldung zu bestätigen.', '#:approve'],
  ['de-DE', 'Um Ihren Code zu hören, drücken Sie die Eins.', '1:hear'],
  ['fr-FR', 'Appuyez sur la touche dièse pour approuver.', '#:approve'],
  ['es-MX', 'Para confirmar, presione gato.', '#:approve'],
  ['it-IT', 'Prema cancelletto per confermare', '#:approve'],
  ['pt-BR', 'Pressione jogo da velha para aprovar', '#:approve'],
  ['nl-NL', 'Druk op hekje om te bevestigen', '#:approve'],
  ['pl-PL', 'Naciśnij krzyżyk, aby potwierdzić', '#:approve'],
  ['ru-RU', 'Нажмите решётку, чтобы войти', '#:approve'],
  ['tr-TR', 'Onaylamak için kare tuşuna basın', '#:approve'],
  ['hi-IN', 'पुष्टि करने के लिए 1 दबाएं', '1:approve'],
  ['ja-JP', '承認するにはシャープを押してください。', '#:approve'],
  ['zh-CN', '确认登录请按井号键', '#:approve'],
  ['xx', 'press pound', ''],
];

for (const [language, words, keys] of heard) {
  test(`${language}: ${words}`, () => {
    assert.equal(
      askedKeys(words, language)
        .map((one) => `${one.key}:${one.for}`)
        .join(' '),
      keys,
    );
  });
}
