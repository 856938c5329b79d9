/** One thing that was looked at. */
export interface DoctorFinding {
  /** What it is about: `node`, `folder`, `source stick` … */
  area: string;
  level: 'ok' | 'warning' | 'problem';
  /** How it is, and what to do where it should be otherwise; no text, code or secret. */
  text: string;
}
