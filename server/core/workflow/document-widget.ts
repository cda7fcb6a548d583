import { Type } from 'typebox'
import { widgetLook } from './document-widget-look.ts'
import { closed, FieldName, Label, Slug, Worded } from './document-parts.ts'

const shape = (title: string, problem: string) => ({ title, problem })

/** `https://shop.example`, or `https://*.shop.example` for every name below it. */
const Origin = Type.String({
  pattern: '^https?://(?:\\*\\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$',
  maxLength: 300,
  ...shape('an origin such as https://shop.example or https://*.shop.example', 'bad_origin'),
})

/** What a visitor is asked before the chat: of itself, what it is about, or a custom field. */
const FormField = Type.Object(
  {
    name: FieldName,
    label: Worded(Label),
    type: Type.Optional(Type.Enum(['text', 'email', 'phone', 'longtext', 'choice'])),
    choices: Type.Optional(Type.Array(Label, { minItems: 1, maxItems: 50 })),
    required: Type.Optional(Type.Boolean()),
  },
  closed,
)

/** How web pages open chats of a channel. */
export const WidgetOfChannel = Type.Object(
  {
    origins: Type.Array(Origin, { maxItems: 100 }),
    /** Whether pages may, or must, say by a signed word who their visitor is. */
    identity: Type.Optional(Type.Enum(['off', 'optional', 'required'])),
    serviceLine: Type.Optional(Slug),
    /** What is offered while nobody can be there. */
    away: Type.Optional(Type.Enum(['message', 'callback'])),
    title: Type.Optional(Worded(Label)),
    greeting: Type.Optional(Worded(Label)),
    color: Type.Optional(
      Type.String({ pattern: '^#[0-9a-fA-F]{6}$', ...shape('a colour such as #0b7285', 'bad_color') }),
    ),
    ...widgetLook,
    form: Type.Optional(Type.Array(FormField, { maxItems: 20 })),
  },
  closed,
)
