import type { Scenario } from '../scenario.ts'

export const security: readonly Scenario[] = [
  {
    category: 'security_event',
    type: 'security_alert',
    serviceLines: ['game-support'],
    affected: 'accounts',
    asks: {
      en: ['My account was hacked', 'Somebody changed my e-mail and I can no longer sign in.'],
      es: ['Me han robado la cuenta', 'Alguien cambió mi correo y ya no puedo entrar.'],
      pt: ['A minha conta foi roubada', 'Alguém mudou o meu e-mail e já não consigo entrar.'],
    },
    cause: 'The password had been used on a site that leaked it.',
    correction: 'Sessions ended, address restored, second factor set up.',
    resolution: 'The account is back with its owner.',
  },
  {
    category: 'security_event',
    type: 'security_alert',
    serviceLines: ['platform-support'],
    asks: {
      en: ['Login storm from one network', 'We see 40 failed sign-ins a second from one provider.'],
      es: ['Avalancha de inicios de sesión', 'Vemos 40 intentos fallidos por segundo desde una sola red.'],
      pt: ['Vaga de tentativas de acesso', 'Vemos 40 tentativas falhadas por segundo de uma só rede.'],
    },
    cause: 'Credential stuffing from a rented network.',
    correction: 'Network challenged at the edge, affected accounts told.',
    resolution: 'Attempts have stopped; no account was entered.',
  },
  {
    category: 'security_event',
    type: 'security_alert',
    serviceLines: ['game-support', 'platform-support'],
    asks: {
      en: ['Phishing mail in your name', 'I got a mail with your logo that asks for my password.'],
      es: ['Correo de phishing con su nombre', 'He recibido un correo con su logo que pide mi contraseña.'],
      pt: ['E-mail de phishing em vosso nome', 'Recebi um e-mail com o vosso logótipo a pedir a palavra-passe.'],
    },
    cause: 'A look-alike domain registered this week.',
    correction: 'Domain reported and blocked, warning published.',
    resolution: 'The site is offline; thank you for telling us.',
  },
]
