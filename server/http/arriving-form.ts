import type { Readable } from 'node:stream'
import { type BusboyHeaders, type BusboyInstance, Busboy } from '@fastify/busboy'
import { AppError, refuseField } from '../platform/errors.ts'
import type { RawRequest } from './http-types.ts'
import type { ArrivingForm } from './route.ts'

/** A form has one part; a second one is read as far as its name, so that the refusal can say it. */
const limits = { files: 2, fields: 1, parts: 2, fieldSize: 1, headerPairs: 20, headerSize: 8 * 1024 }

/** How long a sender whose form was refused may go on before its connection is cut; it reads the answer meanwhile. */
const drainMs = 10_000

/** The form in a request's body, of which nothing has been read (RFC 7578). */
export function arrivingForm(request: RawRequest): ArrivingForm {
  const length = request.headers['content-length']
  return {
    announcedBytes: length === undefined ? null : Number(length),
    file: async (take) => {
      try {
        await readFile(request, take)
      } catch (error) {
        drain(request)
        throw error
      }
    },
  }
}

/** Settles when the form has ended and its file was taken; when anything is wrong, only after `take` has ended too. */
async function readFile(request: RawRequest, take: Parameters<ArrivingForm['file']>[0]): Promise<void> {
  const parser = openParser(request)
  // Who has gone while it was being let in says so no more: a wait for its form would never end.
  if (request.destroyed) throw malformed()
  const ended = Promise.withResolvers<void>()
  let current: { readonly bytes: Readable; readonly taking: Promise<void> } | null = null
  const refuse = (error: Error) => {
    ended.reject(error)
    current?.bytes.destroy(error)
  }
  parser.on('file', (field, bytes, name: string | undefined) => {
    bytes.on('error', () => {})
    if (field === 'file' && current === null) {
      current = { bytes, taking: take({ name: name ?? '', bytes }) }
      current.taking.catch(refuse)
      return
    }
    bytes.resume()
    refuse(field === 'file' ? refuseField('/file', 'too_many', 'Send one file in one form.') : unknownPart(field))
  })
  parser.on('field', (field) => refuse(unknownPart(field)))
  parser.on('partsLimit', () => refuse(refuseField('/file', 'too_many', 'Send one file in one form.')))
  parser.on('error', () => refuse(malformed()))
  parser.on('finish', ended.resolve)
  request.once('error', () => refuse(malformed()))
  request.once('close', () => request.readableEnded || refuse(malformed()))
  request.pipe(parser)
  try {
    await ended.promise
    await takingOf(current)
  } catch (error) {
    request.unpipe(parser)
    await takingOf(current)?.catch(() => {})
    throw error
  }
}

/** The assignment happens in a listener, which the type checker cannot see. */
function takingOf(current: unknown): Promise<void> | undefined {
  return (current as { readonly taking: Promise<void> } | null)?.taking
}

function openParser(request: RawRequest): BusboyInstance {
  try {
    // A request that is no form of this kind was refused by its media type.
    return new Busboy({ headers: request.headers as BusboyHeaders, limits })
  } catch {
    throw refuseField('Content-Type', 'wrong_form', 'A form needs its boundary: multipart/form-data; boundary=…')
  }
}

function unknownPart(field: unknown): AppError {
  const name = typeof field === 'string' ? field.toWellFormed().slice(0, 100) : ''
  const message = `The form takes one file in the part "file", and no "${name}".`
  return new AppError('unknown_field', message, {}, [{ pointer: `/${name}`, code: 'unknown_field', message }])
}

function malformed(): AppError {
  return refuseField('/file', 'malformed', 'The form ends before it is whole, or is no multipart/form-data.')
}

function drain(request: RawRequest): void {
  if (request.readableEnded) return
  const timer = setTimeout(() => request.destroy(), drainMs)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
