import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../database/testing/temporary-folder.ts'
import { newId } from '../../platform/ids.ts'
import { openBytesFolder } from './bytes-folder.ts'

const workspaceId = newId()
let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('switchyard-files-')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ workspaceId, fileId: newId() })
const pathOf = (fileId: string) => join(folder, workspaceId, fileId.slice(-2), fileId)
const all = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile())

describe('a folder of bytes', () => {
  it('gives back what was put in, whole and in parts', async () => {
    const bytes = openBytesFolder(folder)
    const at = place()
    await bytes.put(at, Readable.from([Buffer.from('hello '), Buffer.from('world')]))
    expect(String(await buffer(await bytes.open(at, null)))).toBe('hello world')
    expect(String(await buffer(await bytes.open(at, { first: 6, last: 8 })))).toBe('wor')
    expect(await readFile(pathOf(at.fileId), 'utf8')).toBe('hello world')
    await bytes.remove(at)
    await bytes.remove(at)
    await expect(bytes.open(at, null)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps nothing of what breaks off', async () => {
    const bytes = openBytesFolder(folder)
    const before = (await all()).length
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000)
        throw new Error('cut')
      })(),
    )
    await expect(bytes.put(place(), broken)).rejects.toThrow('cut')
    expect(await all()).toHaveLength(before)
  })

  it('loses what is old and unknown when swept, and nothing else', async () => {
    const bytes = openBytesFolder(folder)
    const [known, unknown, young] = [place(), place(), place()]
    for (const at of [known, unknown, young]) await bytes.put(at, Readable.from([Buffer.from('x')]))
    const cut = `${pathOf(newId())}.part`
    await mkdir(join(cut, '..'), { recursive: true })
    const stranger = join(folder, workspaceId, 'README.txt')
    for (const path of [cut, stranger, join(cut, '..', 'notes.txt')]) await writeFile(path, 'x')
    const old = new Date(Date.now() - 7_200_000)
    for (const path of [pathOf(known.fileId), pathOf(unknown.fileId), cut, join(cut, '..', 'notes.txt')])
      await utimes(path, old, old)
    const asked: string[] = []
    const removed = await bytes.sweep(workspaceId, Date.now() - 3_600_000, async (ids) => {
      asked.push(...ids)
      return new Set([known.fileId])
    })
    expect(removed).toBe(2)
    expect(asked.toSorted()).toEqual([known.fileId, unknown.fileId, young.fileId].toSorted())
    const left = (await all()).map(({ name }) => name)
    expect(left).toEqual(expect.arrayContaining([known.fileId, young.fileId, 'README.txt', 'notes.txt']))
    expect(left).not.toContain(unknown.fileId)
    expect(await bytes.sweep(newId(), Date.now(), async () => new Set())).toBe(0)
  })
})
