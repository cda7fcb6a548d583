import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { lockDataFolder } from '../database/embedded/data-folder-lock.ts'
import { postmasterProgram, readPostmasterFile } from '../database/embedded/postmaster-file.ts'
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { temporaryFolder } from '../database/testing/temporary-folder.ts'
import { runHere } from './testing/run-here.ts'

let place = ''
/** Copying a cluster takes a tenth of the time of making one. */
beforeAll(async () => {
  place = await temporaryFolder('switchyard-reset-')
  await (await startEmbeddedPostgres({ dataFolder: join(place, 'made'), log: () => undefined })).stop()
})
afterAll(() => rm(place, { recursive: true, force: true }))

/** A folder as a server leaves it, and a file of somebody else in it. */
async function leaveData(name: string): Promise<string> {
  const folder = join(place, name)
  expect(spawnSync('cp', ['-a', join(place, 'made'), folder]).status).toBe(0)
  await writeFile(join(folder, 'notes.txt'), 'mine')
  return folder
}

const reset = (folder: string, ...args: string[]) => runHere(['reset', '--data', folder, ...args])
const resetTyping = (folder: string, text: string) => runHere(['reset', '--data', folder], () => Promise.resolve(text))

const server = `
  import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, '../database/embedded/start-embedded-postgres.ts'))}
  await startEmbeddedPostgres({ dataFolder: process.argv[1], log: () => undefined })
  console.log('ready')
`

/** Starts a server on the folder and kills it; gives whether its PostgreSQL runs still. */
async function killServerOn(folder: string): Promise<() => boolean> {
  const args = ['--no-warnings', '--input-type=module', '-e', server, folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const file = await readPostmasterFile(join(folder, 'pg'))
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  return () => postmasterProgram(file?.pid ?? 0, join(folder, 'pg')) !== null
}

describe('switchyard reset', () => {
  it('deletes what a start put there, and nothing else, when its name is typed', async () => {
    const folder = await leaveData('typed')
    const { code, out, told } = await resetTyping(folder, ' typed ')
    const question = `This deletes everything in ${folder}. Type typed to go on: `
    expect([code, out, told]).toEqual([0, '', `${question}The data in ${folder} is deleted.\n`])
    expect(await readdir(folder)).toEqual(['notes.txt'])
    const { told: next } = await runHere(['sign-in', '--data', folder])
    expect(next).toBe(`switchyard: There is no data in ${folder} yet; start the service first: npm start.\n`)
  })

  it('deletes what a killed server left, and ends its PostgreSQL, without a question with --yes', async () => {
    const folder = await leaveData('killed')
    const isRunning = await killServerOn(folder)
    expect(await reset(folder, '--yes')).toEqual({ code: 0, out: '', told: `The data in ${folder} is deleted.\n` })
    await expect.poll(isRunning).toBe(false)
    expect(await readdir(folder)).toEqual(['notes.txt'])
  })

  it('deletes data that PostgreSQL cannot start on any more', async () => {
    const folder = await leaveData('broken')
    await writeFile(join(folder, 'pg', 'postmaster.pid'), `${spawnSync('true').pid}\n${folder}/pg\n0\n5432\n`)
    await rm(join(folder, 'pg', 'global', 'pg_control'))
    expect(await reset(folder, '--yes')).toEqual({ code: 0, out: '', told: `The data in ${folder} is deleted.\n` })
    expect(await readdir(folder)).toEqual(['notes.txt'])
  })
})

describe('switchyard reset refuses', () => {
  it('a folder that a server uses', async () => {
    const folder = await leaveData('used')
    await lockDataFolder(folder)
    const before = await readdir(folder, { recursive: true })
    const { code, told } = await reset(folder, '--yes')
    expect(told).toBe(`switchyard: The server (process ${process.pid}) is using ${folder}; stop it first.\n`)
    expect(code).toBe(1)
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })

  it('a folder that a server takes while the question stands', async () => {
    const folder = await leaveData('asked')
    const before = await readdir(join(folder, 'pg'), { recursive: true })
    const answer = async () => {
      await lockDataFolder(folder)
      return 'asked'
    }
    const { code, told } = await runHere(['reset', '--data', folder], answer)
    const holder = `The data folder ${folder} is in use by process ${process.pid} since `
    expect(told.split('switchyard: ')[1]).toMatch(new RegExp(`^${holder}\\S+\\.\n$`))
    expect(code).toBe(1)
    expect(await readdir(join(folder, 'pg'), { recursive: true })).toEqual(before)
  })

  it('when nobody can be asked, or answers with another name', async () => {
    const folder = await leaveData('kept')
    const before = await readdir(folder, { recursive: true })
    const nobody = await reset(folder)
    expect(nobody.told).toMatch(/switchyard: Nobody can be asked here; say --yes to delete without a question\.\n$/)
    const another = await resetTyping(folder, 'yes')
    expect(another.told).toMatch(/switchyard: That was not the name of the folder; nothing was deleted\.\n$/)
    expect([nobody.code, another.code]).toEqual([1, 1])
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })

  it('a folder without data, and words it does not know', async () => {
    await writeFile(join(place, 'notes.txt'), 'mine')
    const { code, told } = await reset(place, '--yes')
    expect([code, told]).toEqual([1, `switchyard: There is no data in ${place}.\n`])
    expect(existsSync(join(place, 'notes.txt'))).toBe(true)
    expect((await reset(place, 'everything')).told).toMatch(/^switchyard: Write it like this: switchyard reset /)
  })
})
