export const general = {
  title: 'General',
  publicUrl: 'Address of this hub',
  publicUrlHint: 'How browsers and providers such as Twilio reach it, such as https://codes.example.com.',
  publicUrlBad: 'A whole address is needed, such as https://codes.example.com.',
  inUse: (url: string) => `In use now: ${url}`,
  region: 'Country',
  regionHint: 'Two letters, such as US or DE: how numbers without a country are read.',
  regionBad: 'Two letters, such as US or DE.',
  serveHosts: 'Other names of this hub',
  serveHostsHint: 'Names by which browsers may open these pages besides its address.',
  trustedProxies: 'Reverse proxies that are believed',
  trustedProxiesHint:
    'They tell where a browser comes from. Without the address of a proxy in another container or on another machine, everybody counts as that proxy: 172.18.0.2, or a range such as 10.0.0.0/8.',
  allowHosts: 'Devices in your network that codes may be sent to',
  allowHostsHint:
    'Destinations cannot reach your own network unless you name the device here: a name, an address, or a range such as 192.168.1.0/24.',
  none: 'not set',
  saved: 'Saved. It is in effect.',
};
