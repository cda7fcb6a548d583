import { createRandom } from '../seed/random.ts'
import { type Language, languages } from './scenario.ts'

/** Somebody who asks for help in the demo: the same number is always the same person. */
export interface DemoCustomer {
  readonly externalId: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly language: Language
  readonly tier: 'standard' | 'plus' | 'vip'
}

export const customerCount = 400
const byLanguage = [45, 35, 20]
const tiers = ['standard', 'plus', 'vip'] as const
const byTier = [72, 20, 8]

const names: Readonly<Record<Language, readonly [first: readonly string[], last: readonly string[]]>> = {
  en: [
    ['Amy', 'Ben', 'Chloe', 'Daniel', 'Ella', 'Farid', 'Grace', 'Harry', 'Isla', 'Jack', 'Kofi', 'Nadia'],
    ['Adams', 'Baker', 'Carter', 'Evans', 'Foster', 'Haddad', 'Jones', 'Khan', 'Mensah', 'Novak', 'Quinn', 'Walsh'],
  ],
  es: [
    ['Alba', 'Bruno', 'Carla', 'Diego', 'Elena', 'Gonzalo', 'Irene', 'Javier', 'Laura', 'Marcos', 'Nuria', 'Pablo'],
    ['Blanco', 'Cano', 'Díaz', 'Ferrer', 'Gil', 'Herrera', 'Iglesias', 'Molina', 'Ortega', 'Prieto', 'Ramos', 'Vega'],
  ],
  pt: [
    ['Ana', 'Beatriz', 'Catarina', 'Duarte', 'Filipa', 'Gil', 'Hugo', 'Joana', 'Luís', 'Mariana', 'Rui', 'Tiago'],
    [
      'Almeida',
      'Branco',
      'Carvalho',
      'Dias',
      'Fonseca',
      'Gomes',
      'Lopes',
      'Matos',
      'Neves',
      'Pinto',
      'Sousa',
      'Tavares',
    ],
  ],
}
/** Numbers that stand for nobody, as films use them. */
const phones: Readonly<Record<Language, string>> = { en: '+4477009', es: '+3460055', pt: '+3519100' }

/** The customer of a number. */
export function customerOf(number: number): DemoCustomer {
  const random = createRandom(104_729 * (number + 1))
  const language = languages[random.weighted(byLanguage)] ?? 'en'
  const [first, last] = names[language]
  const [givenName, familyName] = [random.pick(first), random.pick(last)]
  const id = String(number).padStart(4, '0')
  return {
    externalId: `demo-customer-${id}`,
    name: `${givenName} ${familyName}`,
    email: `${plain(givenName)}.${plain(familyName)}.${id}@example.com`,
    phone: `${phones[language]}0${id}`,
    language,
    tier: tiers[random.weighted(byTier)] ?? 'standard',
  }
}

/** `Díaz` -> `diaz`. */
function plain(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
