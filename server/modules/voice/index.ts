export { type CallRequest, createCall, type CreatedCall } from './create-call.ts'
export { hangUpCall } from './hang-up-call.ts'
export { getCall, listCalls } from './read-calls.ts'
export { requestCallback } from './request-callback.ts'
