/** The engine's reasons in Chinese, by code; it says them in English itself, and so it does where a code is not known here. */
export const reasonWords: Readonly<Record<string, string>> = {};
