// The widget's own words. English is built in, other languages come when they are asked for.

import EN from "./en.json";

const OTHERS = ["es"];

/** The strings for a language tag such as "es-MX"; English when there are none. */
export async function loadStrings(tag, base) {
  const language = tag.slice(0, 2).toLowerCase();
  if (OTHERS.includes(language)) {
    try {
      const response = await fetch(`${base}/widget/${language}.json`, { credentials: "omit" });
      if (response.ok) return new Strings(language, await response.json());
    } catch {
      // Without the translation English is better than no chat.
    }
  }
  return new Strings("en", {});
}

/** The strings of one language; what has no translation is English. */
export class Strings {
  constructor(language, translated) {
    this.language = language;
    this.texts = { ...EN, ...translated };
  }

  /** The string `key`, its {placeholders} filled from `values`. */
  say(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /**
   * A date or time of the API in words; a day without a time stays that day everywhere, and what is
   * in words already, such as "May 2024", stays as it is.
   */
  date(text) {
    const moment = new Date(/^\d{4}-/.test(text) ? text : NaN);
    const form = text.length > 10 ? { timeStyle: "short" } : { timeZone: "UTC" };
    const format = new Intl.DateTimeFormat(this.language, { dateStyle: "long", ...form });
    return isNaN(moment) ? text : format.format(moment);
  }
}
