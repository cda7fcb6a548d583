export * from './client.ts'
export * from './events.ts'
export type * from './types.ts'
