import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { arrivingForm } from './arriving-form.ts'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** What becomes of the form of a request, handed over by `whenReady`. */
async function received(whenReady: (request: IncomingMessage) => Promise<void>) {
  const outcome = Promise.withResolvers<unknown>()
  const server = createServer((request) => {
    const read = async () => {
      await whenReady(request)
      await arrivingForm(request).file(async ({ bytes }) => {
        await bytes.resume().toArray()
      })
    }
    read().then(outcome.resolve, outcome.resolve)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const head =
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n'
  socket.write(`${head}--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n${'x'.repeat(1000)}`)
  return { socket, outcome: outcome.promise }
}

const refused = { code: 'invalid', fields: [{ pointer: '/file', code: 'malformed' }] }

it('a form whose sender has gone before it is read is refused at once', async () => {
  const cut = Promise.withResolvers<void>()
  const { socket, outcome } = await received(async (request) => {
    // As it goes while the caller is being identified.
    cut.resolve()
    await new Promise((resolve) => request.once('close', resolve))
  })
  await cut.promise
  socket.destroy()
  expect(await outcome).toMatchObject(refused)
})

it('a form whose sender goes while it is read is refused', async () => {
  const { socket, outcome } = await received(() => Promise.resolve())
  socket.write('more', () => socket.destroy())
  expect(await outcome).toMatchObject(refused)
})
