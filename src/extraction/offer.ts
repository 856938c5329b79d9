/** `-40 %`, `20% off`: what an offer takes off a price. */
export const reducesPrice = /(?:^|[\s(])-\s?\d{1,2} ?%|\d ?% off\b/;

/** `VERANO25`, `100OFF`: a word with a number is an offer's code. */
export function isOffer(value: string): boolean {
  return (
    /^[a-z]{4,}\d{2,4}$/i.test(value) ||
    /^[A-Z]{3,}\d{1,3}[A-Z]{3,}$/.test(value) ||
    /^\d{2,3}[a-z]{3,}$|^\d(?:for|per|por|pour|fur)\d+$/i.test(value)
  );
}
