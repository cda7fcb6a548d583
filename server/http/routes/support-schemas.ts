import { type TProperties, Type } from 'typebox'
import { component, phone } from '../schemas.ts'

/** An object of Beckn of which only some members are read here: all of it is kept. */
const whole = <P extends TProperties>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: true, description })

const text = (maxLength: number) => Type.String({ maxLength })
const coded = () =>
  Type.Array(Type.Object({ code: Type.Optional(text(63)), name: Type.Optional(text(200)) }), { maxItems: 50 })

const person = whole(
  { name: Type.Optional(text(200)), languages: Type.Optional(coded()), skills: Type.Optional(coded()) },
  'Beckn’s Person, kept whole; `code` of a language is BCP 47, of a skill its slug.',
)
const contact = whole(
  { phone: Type.Optional(text(40)), email: Type.Optional(text(320)) },
  'Beckn’s Contact, kept whole.',
)
const organization = whole({ address: Type.Optional(text(1000)) }, 'Beckn’s Organization, kept whole.')

export const BecknAgentSchema = component(
  'BecknAgent',
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Of an agent of yours: `agent_…`.' })),
    person: Type.Optional(person),
    contact: Type.Optional(contact),
    organization: Type.Optional(organization),
    rating: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'With `id` a figure; without, an expression such as `gt 3 && lte 4.5`.',
      }),
    ),
  },
  {
    description:
      'A person, a bot or a partner. Sent with `id` it names somebody; without, it searches: by languages, skills, name ' +
      'and a rating expression.',
  },
)

export const SupportSchema = component(
  'Support',
  {
    descriptor: Type.Optional(
      whole(
        {
          name: Type.Optional(text(500)),
          code: Type.Optional(text(100)),
          short_desc: Type.Optional(text(1000)),
          long_desc: Type.Optional(text(20_000)),
        },
        'Beckn’s Descriptor, kept whole. Name and short text become the ticket’s summary, the long text its first message.',
      ),
    ),
    order_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    callback_phone: Type.Optional(phone()),
    chat: Type.Optional(
      Type.Object(
        { url: Type.Optional(text(2048)), session_id: Type.Optional(text(100)) },
        { description: 'Written by us: `url` opens the chat in any browser, and lets whoever may write there talk.' },
      ),
    ),
    faq: Type.Optional(
      Type.Object({
        url: Type.String({ maxLength: 2048, format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' }),
        mime_type: Type.Optional(text(100)),
      }),
    ),
    agent: Type.Optional(BecknAgentSchema),
  },
  { description: 'Details of customer support.' },
)

export const supportParams = Type.Object({
  orderId: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Human-readable id of the order: your own, its provider’s, or our `order_` id.',
  }),
})

export const exampleBecknAgent = {
  id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha',
  person: {
    name: 'Ana Reis',
    languages: [{ code: 'pt', name: 'Portuguese' }],
    skills: [{ code: 'payments', name: 'Payments' }],
  },
  contact: { email: 'ana@support.example' },
  organization: { descriptor: { name: 'Support BPO' } },
  rating: '4.6',
}

export const exampleSupport = {
  descriptor: { name: 'Late delivery', code: 'FLM02', short_desc: 'Parcel is late' },
  order_id: 'ORD-500123',
  chat: {
    url: 'http://127.0.0.1:8080/widget/session?channel=operations-review.live-chat#session=chat_01jqzv5k3mf8tbn2c4d6e7g9ha',
    session_id: 'chat_01jqzv5k3mf8tbn2c4d6e7g9ha',
  },
  faq: { url: 'https://shop.example/help.html', mime_type: 'text/html' },
}
