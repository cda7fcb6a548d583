import type { Locate, Problem, ProblemCode } from '../workflow/problem.ts'
import { nowhere, pointerTo } from '../workflow/problem.ts'
import type { MarketDocument } from './document.ts'

type Path = readonly (string | number)[]
type Finding = readonly [severity: Problem['severity'], code: ProblemCode, path: Path, message: string]

/** What a market document of the right shape still gets wrong, with its place in the text. */
export function lintMarket(document: MarketDocument, locate: Locate = nowhere): readonly Problem[] {
  const findings = [
    ...repeatedIds(document, 'groups'),
    ...repeatedIds(document, 'subcategories'),
    ...choiceFindings(document),
    ...withoutSubscriberFindings(document),
    ...nameFindings(document),
    ...testFindings(document),
  ]
  return findings.map(([severity, code, path, message]) => {
    const pointer = pointerTo(...path)
    return { severity, code, message, pointer, ...locate(pointer) }
  })
}

function repeatedIds(document: MarketDocument, list: 'groups' | 'subcategories'): Finding[] {
  const ids = document[list].map(({ id }) => id)
  return ids.flatMap((id, index): Finding[] =>
    ids.indexOf(id) === index ? [] : [['error', 'duplicate_name', [list, index, 'id'], `"${id}" is there twice.`]],
  )
}

function choiceFindings(document: MarketDocument): Finding[] {
  const findings: Finding[] = []
  const known = new Map(document.subcategories.map((subcategory) => [subcategory.id, subcategory]))
  const offered = new Set(document.groups.flatMap((group) => group.subcategories))
  document.groups.forEach((group, index) => {
    const path = ['groups', index, 'subcategories']
    if (group.subcategories.length === 0)
      findings.push(['warning', 'group_empty', path, `"${group.id}" offers nothing to choose.`])
    if (group.ticketType === 'STORE' && document.storeTicketTimeThresholdMinutes === 0) {
      findings.push([
        'warning',
        'store_never_possible',
        ['groups', index, 'ticketType'],
        'With a threshold of 0 no ticket is ever STORE.',
      ])
    }
    group.subcategories.forEach((id, position) => {
      const subcategory = known.get(id)
      if (subcategory === undefined) {
        findings.push(['error', 'unknown_subcategory', [...path, position], `There is no sub-category "${id}".`])
      } else if (group.ticketType === 'STORE' && subcategory.allowRecentOrder !== true) {
        const message = `"${id}" does not let the guest choose a recent order, so here it can never be STORE.`
        findings.push(['warning', 'store_never_possible', [...path, position], message])
      }
    })
  })
  document.subcategories.forEach(({ id }, index) => {
    if (!offered.has(id))
      findings.push(['warning', 'subcategory_unused', ['subcategories', index, 'id'], `No group offers "${id}".`])
  })
  return findings
}

/** Only what may be STORE and is told to partners has a STORE subscriber to lack. */
function withoutSubscriberFindings({
  storeTicketWithoutSubscriberIsGeneral: isOn,
  storeTicketTimeThresholdMinutes: threshold,
  groups,
  subcategories,
}: MarketDocument): Finding[] {
  if (isOn !== true) return []
  const known = new Map(subcategories.map((subcategory) => [subcategory.id, subcategory]))
  const offered = groups.flatMap((group) => (group.ticketType === 'STORE' ? group.subcategories : []))
  const mayApply = offered.some((id) => {
    const one = known.get(id)
    return one?.submitToExternalPartners === true && one.allowRecentOrder === true
  })
  if (mayApply && threshold !== 0) return []
  const message = 'No ticket that partners are told of is ever STORE here, so this never applies.'
  return [['warning', 'setting_without_effect', ['storeTicketWithoutSubscriberIsGeneral'], message]]
}

function nameFindings(document: MarketDocument): Finding[] {
  return (['groups', 'subcategories'] as const).flatMap((list) =>
    document[list].flatMap(({ id, name }, index) => {
      const missing = document.locales.filter((locale) => !Object.hasOwn(name, locale))
      if (missing.length === 0) return []
      // Any name stands in for another; without one there is nothing to show a guest, and nothing to tell a partner.
      const finding: Finding = [
        Object.keys(name).length === 0 ? 'error' : 'warning',
        'name_missing',
        [list, index, 'name'],
        `"${id}" has no name in ${missing.join(', ')}.`,
      ]
      return [finding]
    }),
  )
}

function testFindings(document: MarketDocument): Finding[] {
  return (document.tests ?? []).flatMap(({ given }, index) => {
    const group = document.groups.find(({ id }) => id === given.category)
    if (group?.subcategories.includes(given.subcategory) === true) return []
    const message = `"${given.category}" does not offer "${given.subcategory}".`
    const finding: Finding = ['error', 'unknown_subcategory', ['tests', index, 'given'], message]
    return [finding]
  })
}
