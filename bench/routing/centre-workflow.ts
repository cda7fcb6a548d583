import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const exampleWorkflow = join(import.meta.dirname, '..', '..', 'workflows', 'operations-review.yaml')

/** Queues of the centre, each reached by a category of its own. */
export const desks = 20
/** Levels of its queue's skill that waiting tasks ask for; `desks x levels x languages` signatures. */
export const levels = 80
export const languages = ['en', 'es', 'pt'] as const

export const deskName = (desk: number) => `desk-${String(desk).padStart(2, '0')}`
export const categoryName = (desk: number) => `area_${String(desk).padStart(2, '0')}`
export const skillName = (desk: number) => `skill-${String(desk).padStart(2, '0')}`

/** The example workflow with a call centre's queues, their categories, skills and rules besides its own. */
export async function centreWorkflow(): Promise<string> {
  const example = await readFile(exampleWorkflow, 'utf8')
  const each = (line: (desk: number) => string) => Array.from({ length: desks }, (_, desk) => line(desk)).join('\n')
  const parts: readonly (readonly [string, string])[] = [
    [
      '\ncategories:',
      each((desk) => `  ${categoryName(desk)}: { label: Area ${desk}, type: integration_issue, team: integration }`),
    ],
    ['\nskills:', each((desk) => `  ${skillName(desk)}: { label: Skill ${desk} }`)],
    [
      '\n  rules:',
      each(
        (desk) => `    - id: area-${desk}
      when: request.category == "${categoryName(desk)}"
      set: { queue: ${deskName(desk)} }`,
      ),
    ],
    [
      '\n  queues: #',
      each((desk) => `    ${deskName(desk)}: { label: Desk ${desk}, team: integration, offerTimeout: 45s }`),
    ],
  ]
  return parts.reduce((text, [after, lines]) => insertAfter(text, after, lines), example)
}

/** After the line that begins so, which must be there once. */
function insertAfter(text: string, begin: string, lines: string): string {
  const at = text.indexOf(begin)
  if (at < 0 || text.includes(begin, at + 1))
    throw new Error(`The example workflow has not one line "${begin.trim()}".`)
  const end = text.indexOf('\n', at + 1)
  return `${text.slice(0, end)}\n${lines}${text.slice(end)}`
}
