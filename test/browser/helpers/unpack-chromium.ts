// Unpacks the Chromium of npm into the temporary folder. A process of its own, for that folder is the process's.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
