import { gzipSync } from 'node:zlib'

/** The bytes of script, compressed, that the console's first page asks for before anybody does anything. */
export async function firstScreenBytes(address: string): Promise<number> {
  const page = await (await fetch(address, { headers: { accept: 'text/html' } })).text()
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].flatMap(([, path]) => path ?? [])
  if (files.length === 0) throw new Error('The first page names no script.')
  const sizes = files.map(async (path) => {
    const script = await (await fetch(new URL(path, address))).arrayBuffer()
    return gzipSync(new Uint8Array(script)).length
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
