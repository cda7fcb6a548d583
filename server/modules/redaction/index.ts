export { redactMessage } from './redact-message.ts'
