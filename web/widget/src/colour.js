// The school's colour, with writing on it that can be read.

/** A style rule for a colour written #rgb or #rrggbb; nothing for anything else. */
export function brandStyle(colour) {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i;
  const long = colour.replace(short, "#$1$1$2$2$3$3");
  if (!/^#[\da-f]{6}$/i.test(long)) return "";
  // Relative luminance as WCAG defines it, but for its straight piece near black, which changes it
  // by less than 0.001; above 0.179 black on the colour is the clearer one.
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = parseInt(long.slice(start, start + 2), 16) / 255;
    return ((part + 0.055) / 1.055) ** 2.4;
  });
  const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  return `.root.root{--brand:${long};--brand-ink:${ink}}`;
}
