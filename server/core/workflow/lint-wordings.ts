import type { WorkflowDocument } from './document.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'

/** Wordings for some of the languages only, and types that have two checklists. */
export function lintWordings(document: WorkflowDocument): readonly Finding[] {
  const wordings = Object.entries(document.lifecycles).flatMap(([slug, { statuses, automatic = [] }]) => [
    ...Object.entries(statuses).map(([name, { customer }]): [typeof customer, Path] => [
      customer,
      ['lifecycles', slug, 'statuses', name, 'customer'],
    ]),
    ...automatic.map(({ say }, index): [typeof say, Path] => [say, ['lifecycles', slug, 'automatic', index, 'say']]),
  ])
  const missing = wordings.flatMap(([wording, path]) => {
    if (typeof wording !== 'object') return []
    const lacking = document.languages.filter((language) => !Object.hasOwn(wording, language))
    const [first = ''] = Object.keys(wording)
    const message = `There is no wording in ${lacking.join(', ')}: those customers read it in ${first}.`
    return lacking.length === 0 ? [] : [doubt('wording_missing', path, message)]
  })
  return [...missing, ...lintChecklists(document)]
}

function lintChecklists({ checklists = {} }: WorkflowDocument): readonly Finding[] {
  const takenBy = new Map<string, string>()
  return Object.entries(checklists).flatMap(([slug, { types = [] }]) =>
    types.flatMap((type, index) => {
      const other = takenBy.get(type)
      takenBy.set(type, other ?? slug)
      const message = `The type "${type}" has the checklist "${other}" already.`
      return other === undefined ? [] : [fault('checklist_twice', ['checklists', slug, 'types', index], message)]
    }),
  )
}
