import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'

type Pair = readonly [title: string, text: string]

/** All that the page says itself; what belongs to a workspace comes with it. */
export interface PageWords {
  readonly documentTitle: string
  readonly skip: string
  readonly nav: Readonly<Record<'label' | 'workflow' | 'access' | 'lanes' | 'setup' | 'api' | 'signIn', string>>
  readonly ask: string
  readonly seeRequest: string
  readonly inForce: (version: number, date: string) => string
  readonly pipeline: string
  readonly request: string
  readonly platform: string
  readonly output: string
  readonly sources: Readonly<Record<'call' | 'chat' | 'ticket' | 'email' | 'api' | 'partner', string>>
  readonly orders: Pair
  readonly steps: readonly Pair[]
  readonly counts: (waiting: string, active: string) => string
  readonly waitingIn: (queue: string, count: string) => string
  readonly played: (summary: string, queue: string) => Pair
  readonly needs: (skills: readonly string[], languages: readonly string[]) => string
  readonly byRules: (rules: readonly string[]) => string
  readonly firstReply: (time: string) => string
  readonly skill: (name: string, level: number) => string
  readonly outputs: readonly Pair[]
  readonly does: {
    readonly title: string
    readonly lead: string
    readonly routing: Pair
    readonly example: string
    readonly qualifies: string
    readonly lacksLevel: (skill: string, level: number, asked: number) => string
    readonly lacksLanguage: (language: string) => string
    readonly cases: Pair
    readonly due: (time: string) => string
    readonly answered: string
    readonly automation: Pair
    readonly controls: Readonly<Record<'firstResponse' | 'steps' | 'guidance' | 'classify', string>>
    readonly levels: Readonly<Record<string, string>>
    readonly reporting: Pair
    readonly onTime: string
    readonly judged: (n: string, excluded: string, days: number) => string
    readonly interval: (low: string, high: string) => string
    readonly noFigures: string
    readonly closed: string
  }
  readonly access: {
    readonly title: string
    readonly lead: string
    readonly steps: readonly Pair[]
    readonly map: string
    readonly roles: Readonly<Record<'partner' | 'agent' | 'reviewer' | 'manager', string>>
    readonly marks: Readonly<Record<'yes' | 'no' | 'own' | 'four-eyes', string>>
    readonly permissions: Readonly<Record<string, string>>
    readonly note: string
    readonly mail: { readonly subject: (workspace: string) => string; readonly body: string }
  }
  readonly lanes: {
    readonly title: string
    readonly lead: string
    readonly list: readonly (readonly [title: string, text: string, points: readonly string[]])[]
  }
  readonly automations: Readonly<Record<'title' | 'lead' | 'controls' | 'examples', string>>
  readonly setup: {
    readonly title: string
    readonly lead: string
    readonly steps: readonly Pair[]
    readonly tabs: Pair
    readonly tablist: string
    readonly copy: string
    readonly copied: string
    readonly ifNow: string
    readonly onboarding: string
    readonly onboardingSteps: readonly Pair[]
    readonly endpoints: readonly string[]
    readonly endpointsTitle: string
  }
  readonly checkpoints: {
    readonly title: string
    readonly lead: string
    readonly names: Readonly<Record<string, string>>
    readonly tests: (passed: number, total: number) => string
    readonly notes: string
  }
  readonly contacts: { readonly title: string }
  readonly foot: {
    readonly source: string
    readonly workflow: (version: number) => string
    readonly reference: string
    readonly openapi: string
    readonly demo: string
    readonly languages: string
  }
  readonly asOf: (time: string) => string
  readonly unknown: Readonly<Record<'title' | 'text' | 'home', string>>
}

export const pageLanguages = ['en', 'es', 'pt'] as const
export type PageLanguage = (typeof pageLanguages)[number]

export const pageWords: Readonly<Record<PageLanguage, PageWords>> = { en, es, pt }

/** The first language that a browser asks for and the page speaks; English when there is none. */
export function languageFor(header: string | undefined): PageLanguage {
  const asked = (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined)
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality), place }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality || one.place - other.place)
  const isSpoken = (language: string): language is PageLanguage => pageLanguages.some((one) => one === language)
  for (const { language } of asked) if (isSpoken(language)) return language
  return 'en'
}
