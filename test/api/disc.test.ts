import { appendFileSync } from 'node:fs'
import { it } from 'vitest'
import { createTestDatabase } from '../../server/database/testing/create-test-database.ts'
import { openFullPlace, absentThings } from './testing/full-place.ts'
import { openIdentities, limited, nobodies, strangers } from './testing/identities.ts'
import { freshThings, requestFor } from './testing/requests.ts'
import { openRunningService, send } from './testing/running-service.ts'
it('x', async () => {
  const database = await createTestDatabase()
  const service = await openRunningService(database)
  const a = await openFullPlace(service, 'a')
  const b = await openFullPlace(service, 'b', 500001)
  const ids = await openIdentities(a, b)
  const lines = []
  for (const route of service.routes) {
    if (route.permission === 'public') continue
    const cols = [route.operationId.padEnd(22), String(route.permission).padEnd(15)]
    for (const who of [...nobodies, ...strangers, ...limited]) {
      const headers = who === 'lacking' ? await ids.lacking(route.permission === 'signed-in' ? [] : [route.permission]) : ids.headersOf(who)
      const seen = []
      for (const things of [who === 'admin' ? await freshThings(route, a) : a.things, b.things, absentThings(a.things)])
        try { seen.push((await send(service, requestFor(route, things, { headers }))).status) } catch (e) { seen.push(String(e).slice(0, 300)) }
      cols.push(who.slice(0,4) + ' ' + seen.join('/'))
    }
    appendFileSync('/tmp/disc.txt', cols.join(' | ') + '\n')
  }
  console.log(lines.join('\n'))
  console.log(service.faults)
}, 120000)
