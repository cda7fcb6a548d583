import type { FastifyRequest } from 'fastify'

/** Headers of a request, lower-case names. */
export type IncomingHttpHeaders = FastifyRequest['headers']

/** A request as Node has it, its body a stream. */
export type RawRequest = FastifyRequest['raw']
