import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { AppError } from '../platform/errors.ts'
import { type LoggedCheckpoint, type TrailVerdict, verifyTrail } from './audit/verify-trail.ts'
import type { Command, Terminal } from './command.ts'
import type { Arguments } from './read-arguments.ts'
import { type OpenCore, withCore } from './with-core.ts'

interface Place {
  readonly id: string
  readonly slug: string
}

type Logged = LoggedCheckpoint & { readonly workspaceId: string }

export const command: Command = {
  usage: '[--workspace SLUG] [--log FILE] [--json]',
  help: `
Checks that nobody has changed the audit trail: recomputes every hash from the rows, with code of its own, and holds them
against seals, signatures and checkpoints. Names the first bad row; the exit code is 1 when there is one. It reads only,
while the server runs or not, and needs the sealing.key of the data folder.

  --workspace     only this one
  --log           a file of the service's log: its audit.checkpoint lines show rows that were cut off at the end
  --json          one object a workspace
`,
  options: { workspace: 'value', log: 'value', json: 'switch' },
  run: (given, terminal) => withCore(given.settings, terminal, (open) => verifyAll(open, given, terminal)),
}

async function verifyAll({ database }: OpenCore, given: Arguments, terminal: Terminal): Promise<number> {
  const logged = await readLog(given.text('log'))
  const sealingKey = Buffer.from(await readFile(join(database.dataFolder, 'sealing.key'), 'utf8'), 'base64')
  const client = new Client(database.appUrl)
  await client.connect()
  try {
    let isGood = true
    for (const place of await placesOf(client, given.text('workspace'))) {
      const own = logged.filter(({ workspaceId }) => workspaceId === place.id)
      const verdict = await verifyTrail(client, { workspaceId: place.id, sealingKey, logged: own })
      isGood &&= verdict.firstBad === null
      terminal.out(given.isOn('json') ? JSON.stringify({ workspace: place.slug, ...verdict }) : lineOf(place, verdict))
    }
    return isGood ? 0 : 1
  } finally {
    await client.end()
  }
}

async function placesOf(client: Client, slug: string | null): Promise<Place[]> {
  const { rows } = await client.query<Place>('select workspaces.id, workspaces.slug from workspaces order by slug')
  const found = rows.filter((place) => slug === null || place.slug === slug)
  if (found.length > 0) return found
  const known = rows.map((place) => place.slug).join(', ')
  throw new AppError(
    'not_found',
    slug === null ? 'There is no workspace yet.' : `There is no "${slug}", only: ${known}.`,
  )
}

async function readLog(file: string | null): Promise<Logged[]> {
  if (file === null) return []
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AppError('not_found', `There is no log file ${file}.`)
  })
  return text.split('\n').flatMap((line) => {
    if (!line.includes('"audit.checkpoint"')) return []
    try {
      return [JSON.parse(line) as Logged]
    } catch {
      throw new AppError('invalid', `A line of ${file} tells of a checkpoint but is no JSON: ${line.slice(0, 60)}…`)
    }
  })
}

function lineOf({ slug }: Place, { rows, unsealed, checkpoints, firstBad }: TrailVerdict): string {
  if (firstBad === null) {
    return `✓ ${slug}: ${rows} rows as they were sealed, ${checkpoints} checkpoints, ${unsealed} rows not sealed yet`
  }
  const { seq, upTo, why } = firstBad
  const which = upTo === seq ? `row ${seq}` : `one of the rows ${seq} to ${upTo}`
  return `✗ ${slug}: the first bad row is ${which}: ${why} (${rows} rows before it are good)`
}
