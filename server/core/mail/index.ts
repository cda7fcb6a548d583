export { isServerFault, judgeMail, type MailErrorClass, mailErrorClasses, type MailOutcome } from './judge-mail.ts'
export { isMailAddress } from './mail-address.ts'
export { mailHeaders } from './mail-headers.ts'
export { type MailKind, mailKinds, type NoticeKind, noticeKinds, type NoticePhrases } from './mail-kinds.ts'
export { type MailLanguage, mailLanguageOf } from './mail-language.ts'
export { headerText } from './mail-text.ts'
export { withoutWords } from './without-words.ts'
export {
  type MailContent,
  type MailFrame,
  renderMail,
  renderSignInMail,
  type SpokenLine,
  type WrittenMail,
} from './render-mail.ts'
