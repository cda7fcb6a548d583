import { Type } from 'typebox'

/** What the chat on a page says of the channel beside its words and colour. */
export const widgetLook = {
  phone: Type.Optional(
    Type.String({
      pattern: '^\\+[0-9]{6,15}$',
      title: 'a telephone number such as +34910000000',
      problem: 'out_of_range',
    }),
  ),
  /** How what visitors write is used; linked under the form. */
  privacyUrl: Type.Optional(
    Type.String({
      pattern: '^https://[^\\s"<>]+$',
      maxLength: 2_000,
      title: 'an https address',
      problem: 'out_of_range',
    }),
  ),
}
