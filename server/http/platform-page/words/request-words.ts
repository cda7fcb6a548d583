import type { PageLanguage } from './words.ts'

type Pair = readonly [title: string, text: string]
export type RequestField = 'kind' | 'name' | 'email' | 'organization' | 'purpose' | 'role' | 'channels' | 'queues'

/** What the form says by which access is asked for, and the page on which one sees how that stands. */
export interface RequestWords {
  readonly title: string
  readonly lead: string
  readonly kinds: Readonly<Record<'partner' | 'operator', Pair>>
  readonly fields: Readonly<Record<RequestField, string>>
  readonly purposeHint: string
  readonly leftOpen: string
  readonly noneChosen: string
  readonly roles: Readonly<Record<string, string>>
  readonly send: string
  /** What happens to a request: handed in, reviewed, decided. */
  readonly statesTitle: string
  readonly states: readonly Pair[]
  /** By the state that a request is in. */
  readonly standing: Readonly<Record<'submitted' | 'approved' | 'rejected', Pair>>
  readonly sentOn: (date: string) => string
  readonly decidedOn: (date: string) => string
  readonly keep: string
  readonly back: string
  readonly refusedTitle: string
  readonly refused: Readonly<Record<RequestField, string>>
}

const en: RequestWords = {
  title: 'Request access',
  lead: 'Say who you are and what you need. Somebody who runs the workspace reads it.',
  kinds: {
    partner: ['Partner', 'Connect a program, by a token'],
    operator: ['Operator', 'Work here, by signing in'],
  },
  fields: {
    kind: 'You are',
    name: 'Your name',
    email: 'Work email',
    organization: 'Company',
    purpose: 'What you need it for',
    role: 'Role, for operators',
    channels: 'Channels',
    queues: 'Queues',
  },
  purposeHint: 'And how much you expect to send or to answer.',
  leftOpen: 'Leave it to the review',
  noneChosen: 'none: the review decides',
  roles: {
    agent: 'Agent',
    engineer: 'Engineer',
    'risk-reviewer': 'Risk reviewer',
    'qa-reviewer': 'Quality reviewer',
    manager: 'Manager',
    auditor: 'Auditor',
    'market-editor': 'Market editor',
    franchisee: 'Franchisee',
  },
  send: 'Send the request',
  statesTitle: 'What happens to it',
  states: [
    ['Submitted', 'You get an address that shows how it stands.'],
    ['In review', 'By somebody of the workspace, never by who asks.'],
    ['Approved or rejected', 'With a map at most as wide as what you asked for.'],
  ],
  standing: {
    submitted: ['Your request is in review', 'Somebody of the workspace reads it and decides.'],
    approved: [
      'Your request was approved',
      'Whoever decided hands you the token, or a link to sign in, at the address you gave.',
    ],
    rejected: ['Your request was rejected', 'The contacts of the page can tell you more.'],
  },
  sentOn: (date) => `Sent ${date}`,
  decidedOn: (date) => `Decided ${date}`,
  keep: 'Keep the address of this page: nothing else shows how your request stands.',
  back: 'Back to the page',
  refusedTitle: 'Something is missing',
  refused: {
    kind: 'Say which of the two you are.',
    name: 'Write your name, in at most 200 letters.',
    email: 'Write an address such as lena@example.com.',
    organization: 'Write the name of your company, in at most 200 letters.',
    purpose: 'Write what you need it for, in at most 4,000 letters.',
    role: 'Choose one of the roles.',
    channels: 'Choose among the channels.',
    queues: 'Choose among the queues.',
  },
}

const es: RequestWords = {
  title: 'Solicitar acceso',
  lead: 'Diga quién es y qué necesita. Lo lee alguien que lleva el espacio de trabajo.',
  kinds: {
    partner: ['Socio', 'Conectar un programa, con un token'],
    operator: ['Operador', 'Trabajar aquí, iniciando sesión'],
  },
  fields: {
    kind: 'Usted es',
    name: 'Su nombre',
    email: 'Correo del trabajo',
    organization: 'Empresa',
    purpose: 'Para qué lo necesita',
    role: 'Rol, para operadores',
    channels: 'Canales',
    queues: 'Colas',
  },
  purposeHint: 'Y cuánto espera enviar o atender.',
  leftOpen: 'Que lo decida la revisión',
  noneChosen: 'ninguno: lo decide la revisión',
  roles: {
    agent: 'Agente',
    engineer: 'Ingeniero',
    'risk-reviewer': 'Revisor de riesgo',
    'qa-reviewer': 'Revisor de calidad',
    manager: 'Responsable',
    auditor: 'Auditor',
    'market-editor': 'Editor de mercados',
    franchisee: 'Franquiciado',
  },
  send: 'Enviar la solicitud',
  statesTitle: 'Qué pasa con ella',
  states: [
    ['Enviada', 'Recibe una dirección que muestra cómo va.'],
    ['En revisión', 'La hace alguien del espacio, nunca quien la pide.'],
    ['Aprobada o rechazada', 'Con un mapa no más amplio que lo solicitado.'],
  ],
  standing: {
    submitted: ['Su solicitud está en revisión', 'Alguien del espacio de trabajo la lee y decide.'],
    approved: [
      'Su solicitud fue aprobada',
      'Quien decidió le hace llegar el token, o un enlace para entrar, a la dirección que dio.',
    ],
    rejected: ['Su solicitud fue rechazada', 'Los contactos de la página pueden decirle más.'],
  },
  sentOn: (date) => `Enviada el ${date}`,
  decidedOn: (date) => `Decidida el ${date}`,
  keep: 'Guarde la dirección de esta página: nada más muestra cómo va su solicitud.',
  back: 'Volver a la página',
  refusedTitle: 'Falta algo',
  refused: {
    kind: 'Diga cuál de los dos es.',
    name: 'Escriba su nombre, en 200 letras como mucho.',
    email: 'Escriba una dirección como lena@example.com.',
    organization: 'Escriba el nombre de su empresa, en 200 letras como mucho.',
    purpose: 'Escriba para qué lo necesita, en 4000 letras como mucho.',
    role: 'Elija uno de los roles.',
    channels: 'Elija entre los canales.',
    queues: 'Elija entre las colas.',
  },
}

const pt: RequestWords = {
  title: 'Pedir acesso',
  lead: 'Diga quem é e do que precisa. Lê-o alguém que gere o espaço de trabalho.',
  kinds: {
    partner: ['Parceiro', 'Ligar um programa, com um token'],
    operator: ['Operador', 'Trabalhar aqui, iniciando sessão'],
  },
  fields: {
    kind: 'É',
    name: 'O seu nome',
    email: 'Email de trabalho',
    organization: 'Empresa',
    purpose: 'Para que precisa dele',
    role: 'Função, para operadores',
    channels: 'Canais',
    queues: 'Filas',
  },
  purposeHint: 'E quanto espera enviar ou atender.',
  leftOpen: 'Que a avaliação decida',
  noneChosen: 'nenhum: a avaliação decide',
  roles: {
    agent: 'Agente',
    engineer: 'Engenheiro',
    'risk-reviewer': 'Revisor de risco',
    'qa-reviewer': 'Revisor de qualidade',
    manager: 'Gestor',
    auditor: 'Auditor',
    'market-editor': 'Editor de mercados',
    franchisee: 'Franquiado',
  },
  send: 'Enviar o pedido',
  statesTitle: 'O que lhe acontece',
  states: [
    ['Enviado', 'Recebe um endereço que mostra como está.'],
    ['Em avaliação', 'Por alguém do espaço, nunca por quem pede.'],
    ['Aprovado ou rejeitado', 'Com um mapa não mais amplo do que o pedido.'],
  ],
  standing: {
    submitted: ['O seu pedido está em avaliação', 'Alguém do espaço de trabalho lê-o e decide.'],
    approved: [
      'O seu pedido foi aprovado',
      'Quem decidiu faz-lhe chegar o token, ou uma ligação para entrar, ao endereço que deu.',
    ],
    rejected: ['O seu pedido foi rejeitado', 'Os contactos da página podem dizer-lhe mais.'],
  },
  sentOn: (date) => `Enviado em ${date}`,
  decidedOn: (date) => `Decidido em ${date}`,
  keep: 'Guarde o endereço desta página: nada mais mostra como está o seu pedido.',
  back: 'Voltar à página',
  refusedTitle: 'Falta alguma coisa',
  refused: {
    kind: 'Diga qual dos dois é.',
    name: 'Escreva o seu nome, em 200 letras no máximo.',
    email: 'Escreva um endereço como lena@example.com.',
    organization: 'Escreva o nome da sua empresa, em 200 letras no máximo.',
    purpose: 'Escreva para que precisa dele, em 4000 letras no máximo.',
    role: 'Escolha uma das funções.',
    channels: 'Escolha entre os canais.',
    queues: 'Escolha entre as filas.',
  },
}

export const requestWords: Readonly<Record<PageLanguage, RequestWords>> = { en, es, pt }
