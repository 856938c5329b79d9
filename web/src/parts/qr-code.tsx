import { useEffect, useState } from 'preact/hooks';

/** Modules of white around it (ISO/IEC 18004 §9.1: four). */
const quietZone = 4;

/** A QR code, drawn as one path. Black on white also in the dark: not all cameras read it the other way. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    import('uqr').then(({ encode }) => {
      const { data } = encode(text, { ecc: 'M', border: quietZone });
      if (wanted) setDrawn({ size: data.length, path: toPath(data) });
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${drawn?.size ?? 1} ${drawn?.size ?? 1}`}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={drawn?.path ?? ''} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

function toPath(rows: readonly (readonly boolean[])[]): string {
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return squares.join('');
}
