import type { Words } from '../words.ts';

export const general: Words['general'] = {
  title: 'Allgemeines',
  publicUrl: 'Adresse dieses Hubs',
  publicUrlHint: 'Wie Browser und Anbieter wie Twilio ihn erreichen, etwa https://codes.example.com.',
  publicUrlBad: 'Es muss eine ganze Adresse sein, etwa https://codes.example.com.',
  inUse: (url) => `Gerade gilt: ${url}`,
  region: 'Land',
  regionHint: 'Zwei Buchstaben, etwa DE oder US: So werden Nummern ohne Landesvorwahl gelesen.',
  regionBad: 'Zwei Buchstaben, etwa DE oder US.',
  serveHosts: 'Andere Namen dieses Hubs',
  serveHostsHint: 'Namen, unter denen Browser diese Seiten außer unter seiner Adresse öffnen dürfen.',
  trustedProxies: 'Reverse-Proxys, denen geglaubt wird',
  trustedProxiesHint:
    'Sie sagen, woher ein Browser kommt. Steht ein Proxy in einem anderen Container oder auf einem anderen Rechner nicht hier, gelten alle als dieser Proxy: 172.18.0.2 oder ein Bereich wie 10.0.0.0/8.',
  allowHosts: 'Geräte in deinem Netz, an die Codes gehen dürfen',
  allowHostsHint:
    'Ziele erreichen dein eigenes Netz nur, wenn du das Gerät hier nennst: ein Name, eine Adresse oder ein Bereich wie 192.168.1.0/24.',
  none: 'nicht gesetzt',
  saved: 'Gespeichert. Es gilt ab jetzt.',
};
