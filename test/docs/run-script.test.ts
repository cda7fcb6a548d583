import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const folder = await mkdtemp(join(tmpdir(), 'switchyard-script-'))
const servers: ReturnType<typeof createServer>[] = []
afterAll(async () => {
  for (const server of servers) server.close()
  await rm(folder, { recursive: true, force: true })
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Has too much to do at first, then answers. */
function busyAtFirst(): Promise<string> {
  let tries = 0
  return serve((_request, response) => {
    tries += 1
    if (tries === 1)
      response.writeHead(503, { 'retry-after': '1' }).end('{"status": 503, "detail": "There is too much to do."}')
    else response.end('{"id": "one"}')
  })
}
const refusing = () => serve((_request, response) => response.writeHead(400).end('{"status": 400}'))

describe('a documented curl', () => {
  it('shows the answer alone where an earlier try was repeated', async () => {
    const seen = await runScript(
      `curl -sS --retry 3 ${await busyAtFirst()} 2> /dev/null | node -p 'JSON.parse(fs.readFileSync(0, "utf8")).id'`,
    )
    expect(seen).toEqual({ status: 0, output: 'one\n' })
  })

  it('is given again where the machine had too much to do, and for no other fault', async () => {
    let calls = 0
    const failing = (code: string) =>
      serve((_request, response) => {
        calls += 1
        if (calls > 1) response.end('{"id":"one"}')
        else response.writeHead(503).end(`{"status":503,"code":"${code}"}`)
      })
    const shed = await runScript(`curl ${await failing('overloaded')} 2> /dev/null`)
    expect([shed, calls]).toEqual([{ status: 0, output: '{"id":"one"}' }, 2])
    calls = 0
    const away = await runScript(`curl ${await failing('unavailable')}`)
    expect([away.status, calls]).toEqual([22, 1])
  })

  it('that is refused fails, shows why, and ends the block', async () => {
    const address = await refusing()
    for (const command of [`curl ${address}`, `curl --retry 2 ${address} | cat`]) {
      const { status, output } = await runScript(`${command}; echo unreached`)
      expect(status).not.toBe(0)
      expect(output).toContain('{"status": 400}')
      expect(output).not.toContain('unreached')
    }
  })

  it('that has too much to do to the end fails', async () => {
    const address = await serve((_request, response) => response.writeHead(503).end('{"status": 503}'))
    const { status, output } = await runScript(`curl --retry 1 ${address}`)
    expect(status).not.toBe(0)
    expect(output).toContain('{"status": 503}')
  })

  it('writes where it says', async () => {
    const file = join(folder, 'answer.json')
    const seen = await runScript(`curl ${await busyAtFirst()} --retry 3 -o ${file} 2> /dev/null`)
    expect([seen, await readFile(file, 'utf8')]).toEqual([{ status: 0, output: '' }, '{"id": "one"}'])
  })
})
