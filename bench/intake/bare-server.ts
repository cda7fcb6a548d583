import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'
import type { BareJob } from './bare-job.ts'

/**
 * The least that could be called a ticket service, as the ceiling to compare with: node:http, JSON.parse, one prepared
 * insert of one row by `pg`, 201. No sign-in, no checks, no rules, no row security. Takes its job as JSON.
 */
const job = JSON.parse(process.argv[2] ?? '{}') as BareJob
const pool = new pg.Pool({ connectionString: job.databaseUrl, max: job.connections })
const customers = new Map<string, string>()

async function readBody(request: IncomingMessage): Promise<{ customerId: string; issueSummary: string }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as { customerId: string; issueSummary: string }
}

const server = createServer((request, response) => {
  void (async () => {
    const body = await readBody(request)
    const values = [...job.statement.values, body.issueSummary, customers.get(body.customerId)]
    const { rows } = await pool.query<{ id: string; number: string }>({ ...job.statement, values })
    const answer = JSON.stringify(rows[0])
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
    response.end(answer)
  })().catch((error: Error) => response.writeHead(500).end(error.message))
})

const known = await pool.query<{ id: string; externalId: string }>(
  'select id, external_id as "externalId" from customers where workspace_id = $1',
  [job.workspaceId],
)
for (const { id, externalId } of known.rows) customers.set(externalId, id)
server.listen(job.port, '127.0.0.1', () => process.stdout.write('listening\n'))
