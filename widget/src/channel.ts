/** One text by language; `*`, else the first, is for the languages that have none of their own. */
export type Wordings = Readonly<Record<string, string>>

/** A question before the chat. */
export interface AskedField {
  readonly name: string
  readonly label: Wordings
  readonly type: 'text' | 'email' | 'phone' | 'longtext' | 'choice'
  readonly choices: readonly string[]
  readonly isRequired: boolean
}

export function wordingOf(wordings: Wordings, language: string): string {
  return wordings[language] ?? wordings['*'] ?? Object.values(wordings)[0] ?? ''
}

/** The hours of one day, as instants; none = closed. */
export interface OpenDay {
  readonly date: string
  readonly open: readonly (readonly [from: string, to: string])[]
}

/** One colour in one theme: behind words, the words on it, and as words itself. */
export interface Shades {
  readonly accent: string
  readonly onAccent: string
  readonly ink: string
}

export interface Colours {
  readonly light: Shades
  readonly dark: Shades
}

/** What the server tells a chat's page of its channel; everything in it is public. */
export interface Channel {
  readonly key: string
  /** Of the page that shows the chat, as the server has allowed it. */
  readonly pageOrigin: string
  readonly title: Wordings
  readonly greeting: Wordings
  /** The channel's colours, made readable in either theme by the server; null = the product's own. */
  readonly colours: Colours | null
  readonly form: readonly AskedField[]
  /** What is offered while nobody is there. */
  readonly away: 'message' | 'callback'
  readonly phone: string | null
  readonly privacyUrl: string | null
  /** There is something to read before one asks. */
  readonly hasArticles: boolean
  readonly isOpen: boolean
  /** When the channel closes, or opens again; null where that is never or far away. */
  readonly changesAt: string | null
  /** The days from today on; null where it never closes. */
  readonly week: readonly OpenDay[] | null
}

/** Reads what the page was served with. */
export function readChannel(): Channel {
  return JSON.parse(document.getElementById('channel')?.textContent ?? '') as Channel
}
