export { createSmtpClient, type SmtpClient, type SmtpMail } from './smtp-client.ts'
export { type SmtpServer, smtpServer } from './smtp-server.ts'
