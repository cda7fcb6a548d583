/** What a new market is asked for before it begins. */
export interface MarketBeginning {
  readonly slug: string
  readonly brand: string
  readonly regions: readonly string[]
  readonly languages: readonly string[]
  /** Empty: as the workflow has it for partners' channel. */
  readonly serviceLine: string
}

type Names = Readonly<Record<'en' | 'es' | 'pt', string>>

const groups = [
  {
    id: 'order-problem',
    ticketType: 'STORE',
    name: { en: 'Problem with my order', es: 'Problema con mi pedido', pt: 'Problema com o meu pedido' },
    subcategories: ['missing-item', 'late-delivery'],
  },
  {
    id: 'app-and-account',
    ticketType: 'GENERAL',
    name: { en: 'App and account', es: 'Aplicación y cuenta', pt: 'Aplicação e conta' },
    subcategories: ['account-access', 'other'],
  },
] as const

const subcategories = [
  {
    id: 'missing-item',
    isOfOrder: true,
    name: { en: 'An item is missing', es: 'Falta un producto', pt: 'Falta um produto' },
  },
  { id: 'late-delivery', isOfOrder: true, name: { en: 'Late delivery', es: 'Entrega tardía', pt: 'Entrega atrasada' } },
  {
    id: 'account-access',
    isOfOrder: false,
    name: { en: 'Account access', es: 'Acceso a la cuenta', pt: 'Acesso à conta' },
  },
  { id: 'other', isOfOrder: false, name: { en: 'Something else', es: 'Otro', pt: 'Outro' } },
] as const

/** Quoted: `NO` is a country, and `0042` a brand. */
const textOf = (word: string) => JSON.stringify(word)

function namesOf(name: Names, languages: readonly string[]): string {
  const inLanguage = (language: string) => name[language as keyof Names] ?? name.en
  return `{ ${languages.map((language) => `${language}: ${textOf(inLanguage(language))}`).join(', ')} }`
}

/** The document a market begins with: two groups of categories, for those who go on from there. */
export function marketTemplate({ slug, brand, regions, languages, serviceLine }: MarketBeginning): string {
  const head = [
    '# What guests may ask for help with here, and who hears of it first.',
    '',
    `slug: ${textOf(slug)}`,
    `brand: ${textOf(brand)}`,
    `regions: [${regions.map(textOf).join(', ')}]`,
    `locales: [${languages.map(textOf).join(', ')}] # the first is shown where a name is not translated`,
    ...(serviceLine === '' ? [] : ['', `ticket: { serviceLine: ${textOf(serviceLine)} }`]),
    '',
    'storeTicketTimeThresholdMinutes: 60 # from then on a STORE ticket is GENERAL; 0 = always, absent = never',
  ]
  const ofGroups = groups.flatMap(({ id, ticketType, name, subcategories: offered }) => [
    '',
    `  - id: ${id}`,
    `    name: ${namesOf(name, languages)}`,
    `    ticketType: ${ticketType}`,
    `    subcategories: [${offered.join(', ')}]`,
  ])
  const ofSubcategories = subcategories.flatMap(({ id, isOfOrder, name }) => [
    '',
    `  - id: ${id}`,
    `    name: ${namesOf(name, languages)}`,
    `    submitToExternalPartners: ${String(isOfOrder)}`,
    ...(isOfOrder ? ['    allowRecentOrder: true # without an order a ticket is GENERAL'] : []),
  ])
  return [...head, '', 'groups:', ...ofGroups.slice(1), '', 'subcategories:', ...ofSubcategories.slice(1), ''].join(
    '\n',
  )
}
