/** What a demonstration sends to its stick: the sender, and words with `#` for each digit of the code. */
export interface DemoText {
  sender: string;
  words: string;
}

/** As services write them, in turn; one is an ordinary text without a code. Numbers are of the range for fiction. */
export const demoTexts: readonly DemoText[] = [
  { sender: 'GitHub', words: '###### is your GitHub authentication code.\n\n@github.com #######' },
  { sender: '+15550100011', words: 'Your Northwind verification code is: ######. It expires in 10 minutes.' },
  { sender: 'Google', words: 'G-###### is your Google verification code. Don’t share your code with anyone.' },
  { sender: '+15550100012', words: 'Dinner at seven? I can bring the salad and your 2 umbrellas.' },
  {
    sender: 'Fabrikam',
    words: 'Fabrikam Bank: use ###### to confirm your sign-in. We will never ask you for this code.',
  },
  { sender: '+15550100013', words: '### ### is your Contoso login code. Valid for 5 minutes.' },
  { sender: 'Slack', words: 'Your Slack confirmation code is ###-###' },
  {
    sender: '+15550100014',
    words: 'Use code #### to sign in to Litware. If you did not request it, ignore this text.',
  },
];

/** The words with random digits in place of `#`; those behind `#` repeat the first code (the origin-bound line). */
export function fillDigits(words: string, randomDigits: (count: number) => string): string {
  const [text = '', bound] = words.split('\n\n@');
  const filled = text.replace(/#/g, () => randomDigits(1));
  if (bound === undefined) return filled;
  const code = filled.replace(/\D/g, '');
  return `${filled}\n\n@${bound.replace(/#+$/, `#${code}`)}`;
}
