import type enWords from './en.json'
import en from './en.json?url'
import es from './es.json?url'
import pt from './pt.json?url'

export type Words = typeof enWords

/** The words in one language, with what depends on its rules. */
export interface Speech {
  readonly language: string
  readonly words: Words
  say(name: keyof Words, values?: Readonly<Record<string, string | number>>): string
  /** `14:05`, at the customer's place and as the language writes it. */
  time(iso: string): string
  /** `Monday 09:00`. */
  moment(iso: string): string
  /** `2nd`, `2.º`. */
  ordinal(count: number): string
}

const spoken: Readonly<Record<string, string>> = { en, es, pt }

/** The first wish that is spoken here: `pt-BR` is Portuguese; English where none is. */
export function chooseLanguage(wishes: readonly (string | undefined)[]): string {
  const known = wishes.map((wish) => wish?.toLowerCase().split('-')[0] ?? '').find((base) => base in spoken)
  return known ?? 'en'
}

/** Fetches the words of one language; the page of any other language never asks for them. */
export async function loadSpeech(language: string): Promise<Speech> {
  const response = await fetch(spoken[language] ?? en)
  return speechOf(language, (await response.json()) as Words)
}

export function speechOf(language: string, words: Words): Speech {
  const ofDay = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const clock = new Intl.DateTimeFormat(language, ofDay)
  const moment = new Intl.DateTimeFormat(language, { weekday: 'long', ...ofDay })
  const say: Speech['say'] = (name, values = {}) =>
    words[name].replaceAll(/\{(\w+)\}/g, (_all, key: string) => String(values[key] ?? ''))
  return {
    language,
    words,
    say,
    time: (iso) => clock.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    ordinal: ordinalOf(language),
  }
}

const english = ['th', 'st', 'nd', 'rd']

function ordinalOf(language: string): (count: number) => string {
  if (language !== 'en') return (count) => `${count}.º`
  return (count) => `${count}${(count % 100 > 10 && count % 100 < 14 ? undefined : english[count % 10]) ?? 'th'}`
}
