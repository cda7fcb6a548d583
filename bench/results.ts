import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Figure, isReached, type Measurement } from './figure.ts'
import type { Conditions } from './machine/conditions.ts'

/** A whole run as it is kept. */
export interface Results {
  readonly conditions: Conditions
  readonly measurements: readonly Measurement[]
}

const folder = join(import.meta.dirname, 'results')

/** The run that later ones are compared with; null when none is kept. */
export async function readBaseline(): Promise<Results | null> {
  const text = await readFile(join(folder, 'baseline.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Results)
}

/** Keeps this run and gives the file's name. */
export async function writeLatest(results: Results): Promise<string> {
  const file = join(folder, 'latest.json')
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`)
  return relative(process.cwd(), file)
}

/** One line a figure: value, goal and whether it is reached, and the baseline's value. */
export function describeFigures(figures: readonly Figure[], baseline: Results | null): string[] {
  const before = new Map(
    (baseline?.measurements ?? []).flatMap((one) => one.figures.map(({ name, value }) => [name, value])),
  )
  return figures.map((figure) => {
    const { name, value, unit } = figure
    const then = before.get(name)
    const parts = [name.padEnd(38), `${value.toLocaleString('en')} ${unit}`.padEnd(18), goalOf(figure).padEnd(24)]
    return `${parts.join('')}${then === undefined ? '' : `baseline ${then.toLocaleString('en')}`}`.trimEnd()
  })
}

function goalOf(figure: Figure): string {
  const { goal } = figure
  if (goal === null) return ''
  const words = 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`
  return `${isReached(figure) === true ? 'reached' : 'MISSED'} (goal ${words})`
}
