const pad = (n: number) => String(n).padStart(2, '0');

/** Seconds as `m:ss` or `h:mm:ss`. */
export function elapsed(seconds: number): string {
  const all = Math.round(Math.abs(seconds));
  const hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60;
  const start = hours ? `${hours}:${pad(minutes)}` : String(minutes);
  return `${Math.round(seconds) < 0 ? '-' : ''}${start}:${pad(all % 60)}`;
}
