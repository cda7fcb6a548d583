/** Languages that mail is written in. */
const mailLanguages = ['en', 'es', 'pt'] as const
export type MailLanguage = (typeof mailLanguages)[number]

/** The first of these wishes (BCP 47) that mail is written in; English when none is. */
export function mailLanguageOf(wishes: readonly (string | null)[]): MailLanguage {
  for (const wish of wishes) {
    const language = mailLanguages.find((one) => one === wish?.split('-', 1)[0]?.toLowerCase())
    if (language !== undefined) return language
  }
  return 'en'
}
