import { memoryKey } from './memory.ts'

/** Origin and path people and programs reach the service at, without a trailing slash. */
export const publicUrlOf = memoryKey('service.public-url', () => 'http://localhost:8080')
