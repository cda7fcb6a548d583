import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody else's page: another origin, which names our loader and knows nothing else of us. */
export interface Shop {
  readonly origin: string
  close(): Promise<void>
}

/** `head` stands in the page's head: the loader's tag, or whatever else a page may do. */
export async function openShop(head: () => string): Promise<Shop> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title>${head()}
<style>button, div { border: 9px solid red !important; font-size: 40px !important }</style></head>
<body><main><h1>A shop</h1><p>Mugs and lamps.</p></main></body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
