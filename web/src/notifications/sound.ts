/** Two soft notes, an octave's third apart; Hz. */
const notes = [784, 988];
const noteSeconds = 0.16;
const loudness = 0.12;

/** Plays a short sound. False where the browser does not let a page that nobody has touched yet. */
export async function chime(): Promise<boolean> {
  const audio = new AudioContext();
  // Without a touch it waits for one, and would then sound for a code that is long gone.
  await Promise.race([audio.resume().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 300))]);
  if (audio.state !== 'running') {
    void audio.close();
    return false;
  }
  for (const [at, pitch] of notes.entries()) playNote(audio, pitch, audio.currentTime + at * noteSeconds);
  setTimeout(() => void audio.close(), 2_000);
  return true;
}

function playNote(audio: AudioContext, pitch: number, start: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + noteSeconds * 3);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + noteSeconds * 3);
}
