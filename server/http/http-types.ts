import type { FastifyRequest } from 'fastify'

/** Headers of a request, lower-case names. */
export type IncomingHttpHeaders = FastifyRequest['headers']
