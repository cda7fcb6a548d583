import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '../machine/free-port.ts'
import { endChild, endWithBench } from '../machine/leave-nothing.ts'
import type { BareJob } from './bare-job.ts'
import { numberSequence } from './plain-statements.ts'
import type { StoredRow } from './rows-of-one-create.ts'

export interface BareServer {
  readonly address: string
  readonly pid: number
  stop(): Promise<void>
}

/** Starts the bare server in a process of its own; it writes ticket rows like `ticket`. */
export async function startBareServer(input: {
  databaseUrl: string
  workspaceId: string
  ticket: StoredRow
}): Promise<BareServer> {
  const port = await freePort()
  const { databaseUrl, workspaceId } = input
  const job: BareJob = { databaseUrl, workspaceId, port, connections: 10, statement: statementOf(input) }
  const command = [join(import.meta.dirname, 'bare-server.ts'), JSON.stringify(job)]
  const child = endWithBench(spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] }))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('The bare server did not start.')
    }),
  ])
  return {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: () => endChild(child),
  }
}

/** Columns the request fills come last; all others are as the product wrote them. */
const filled = ['issue_summary', 'customer_id']

function statementOf({ workspaceId, ticket }: { workspaceId: string; ticket: StoredRow }): BareJob['statement'] {
  const made: Readonly<Record<string, string>> = {
    workspace_id: `'${workspaceId}'`,
    id: 'uuidv7()',
    number: `nextval('${numberSequence}')`,
    created_at: 'now()',
    updated_at: 'now()',
  }
  const fixed = ticket.filter(({ name }) => made[name] === undefined && !filled.includes(name))
  const columns = [...Object.keys(made), ...fixed.map(({ name }) => name), ...filled]
  const cells = [
    ...Object.values(made),
    ...fixed.map(({ type }, index) => `$${index + 1}::${type}`),
    `$${fixed.length + 1}::text`,
    `$${fixed.length + 2}::uuid`,
  ]
  return {
    name: 'bare-ticket',
    text: `insert into tickets (${columns.join(', ')}) values (${cells.join(', ')}) returning id, number`,
    values: fixed.map(({ text }) => text),
  }
}
