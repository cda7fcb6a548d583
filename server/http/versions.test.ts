import { afterAll, describe, expect, it } from 'vitest'
import { expectedVersion } from './etag.ts'
import { admin, openSampleApp } from './testing/sample-app.ts'
import { sampleParcelId } from './testing/sample-routes.ts'

const { app, close } = await openSampleApp()
afterAll(close)

const url = `/v1/parcels/${sampleParcelId}`
const current = `"${sampleParcelId}.7"`
const read = (headers: Record<string, string>) => app.inject({ url, headers: { ...admin, ...headers } })
const change = (headers: Record<string, string>) =>
  app.inject({ method: 'PATCH', url, headers: { ...admin, ...headers }, payload: { weight: 9 } })

describe('If-None-Match', () => {
  it('answers 304 without a body to whoever has this version', async () => {
    for (const header of [current, `W/${current}`, `"other", ${current}`, '*']) {
      const response = await read({ 'if-none-match': header })
      expect([header, response.statusCode, response.body]).toEqual([header, 304, ''])
      expect(response.headers['etag']).toBe(current)
    }
  })

  it('answers the resource to whoever has another', async () => {
    for (const header of [`"${sampleParcelId}.6"`, current.slice(1, -1), 'x']) {
      expect((await read({ 'if-none-match': header })).statusCode).toBe(200)
    }
  })
})

describe('If-Match', () => {
  it('lets the change pass for the current version, for any, and when it is not sent', async () => {
    for (const header of [current, '*', `"x.1", ${current}`]) {
      expect((await change({ 'if-match': header })).statusCode).toBe(200)
    }
    expect((await change({})).statusCode).toBe(200)
  })

  it('answers 412 for another version, another resource, a weak tag or nonsense', async () => {
    for (const header of [`"${sampleParcelId}.6"`, '"ticket_x.7"', `W/${current}`, 'nonsense', '""']) {
      const response = await change({ 'if-match': header })
      expect([header, response.statusCode, response.json().code]).toEqual([header, 412, 'version_mismatch'])
    }
  })

  it('gives the version to put into the conditional update', () => {
    expect(expectedVersion({ 'if-match': current }, sampleParcelId)).toBe(7)
    expect(expectedVersion({}, sampleParcelId)).toBeNull()
  })
})
