import type { Calls, Visit } from './call.ts';
import { codes, Refusal } from './codes.ts';
import type { Row } from './mailbox.ts';
import { childText, type Element, requiredNumber, requiredText } from './request-body.ts';
import type { Answer, Fields } from './xml.ts';

/** Everything under `sms/`. */
export const smsCalls: Calls = {
  'GET sms/sms-count': { answer: showCounts },
  'POST sms/sms-list': {
    order: ['PageIndex', 'ReadCount', 'BoxType', 'SortType', 'Ascending', 'UnreadPreferred'],
    answer: listRows,
  },
  'POST sms/set-read': { order: ['Index'], answer: setRead },
  'POST sms/delete-sms': { order: ['Index'], answer: deleteRows },
  'POST sms/send-sms': {
    order: ['Index', 'Phones', 'Sca', 'Content', 'Length', 'Reserved', 'Date'],
    answer: send,
  },
  'GET sms/send-status': { answer: showSendStatus },
  'POST sms/cancel-send': { answer: cancelSend },
  'GET sms/config': { answer: showConfig },
  'GET sms/sms-feature-switch': { answer: showFeatures },
};

function showCounts({ device }: Visit): Answer {
  const { mailbox, traits } = device;
  const inbox = mailbox.countBox(1);
  const sim = mailbox.countBox(5);
  return [
    ['LocalUnread', inbox.unread],
    ['LocalInbox', inbox.all],
    ['LocalOutbox', mailbox.countBox(2).all],
    ['LocalDraft', mailbox.countBox(3).all],
    ['LocalDeleted', 0],
    ['SimUnread', sim.unread],
    ['SimInbox', sim.all],
    ['SimOutbox', 0],
    ['SimDraft', 0],
    ['LocalMax', mailbox.localMax],
    ['SimMax', mailbox.simMax],
    ...(traits.family === 'A' ? [] : ([['SimUsed', sim.all]] as const)),
    ['NewMsg', mailbox.takeNewMessages()],
  ];
}

function listRows({ device, body }: Visit): Answer {
  const readCount = requiredNumber(body, 'ReadCount');
  if (readCount > device.traits.maxReadCount) throw new Refusal(codes.parameter);
  const { page, total } = device.mailbox.list({
    pageIndex: requiredNumber(body, 'PageIndex'),
    readCount,
    boxType: requiredNumber(body, 'BoxType'),
    sortType: requiredNumber(body, 'SortType'),
    ascending: requiredNumber(body, 'Ascending') === 1,
    unreadPreferred: requiredNumber(body, 'UnreadPreferred') === 1,
  });
  const count = ['Count', device.traits.count === 'total' ? total : page.length] as const;
  if (page.length === 0 && device.traits.emptyMessages === 'missing') return [count];
  return [count, ['Messages', page.map((row) => ['Message', showRow(row)] as const)]];
}

function showRow(row: Row): Fields {
  return [
    ['Smstat', row.smstat],
    ['Index', row.index],
    ['Phone', row.phone],
    ['Content', row.content],
    ['Date', row.date],
    ['Sca', ''],
    ['SaveType', row.saveType],
    ['Priority', row.priority],
    ['SmsType', row.smsType],
  ];
}

function setRead({ device, body }: Visit): Answer {
  for (const index of readIndexes(body, device.traits.acceptsIndexList)) {
    const row = device.mailbox.find(index);
    if (!row) refuseMissing(device.traits.missingIndexCode);
    else if (row.smstat === 0) row.smstat = 1;
    device.network.breakJoining(index);
  }
  return 'OK';
}

function deleteRows({ device, body }: Visit): Answer {
  for (const index of readIndexes(body, device.traits.acceptsIndexList)) {
    device.network.breakJoining(index);
    if (!device.mailbox.remove(index)) refuseMissing(device.traits.missingIndexCode);
  }
  device.network.flush();
  return 'OK';
}

function readIndexes(body: Element, acceptsList: boolean): number[] {
  const elements = body.children.filter((child) => child.name === 'Index');
  const isReadable = elements.every((element) => /^\d{1,6}$/.test(element.text));
  if (elements.length === 0 || !isReadable) throw new Refusal(codes.format);
  if (elements.length > 1 && !acceptsList) throw new Refusal(codes.format);
  return elements.map((element) => Number(element.text));
}

function refuseMissing(code: number): void {
  if (code !== 0) throw new Refusal(code);
}

function send({ device, body }: Visit): Answer {
  const phones = body.children.find((child) => child.name === 'Phones')?.children ?? [];
  if (phones.some((phone) => phone.name !== 'Phone') || childText(body, 'Sca') === undefined) {
    throw new Refusal(codes.format);
  }
  const index = requiredNumber(body, 'Index');
  requiredNumber(body, 'Length');
  device.sending.accept({
    phones: phones.map((phone) => phone.text),
    content: requiredText(body, 'Content'),
    alphabet: requiredNumber(body, 'Reserved'),
    date: requiredText(body, 'Date'),
  });
  if (index >= 0 && device.mailbox.find(index)?.box === 3) device.mailbox.remove(index);
  return 'OK';
}

function showSendStatus({ device }: Visit): Answer {
  const status = device.sending.status();
  return [
    ['Phone', status.phone],
    ['SucPhone', status.succeeded.join(',')],
    ['FailPhone', status.failed.join(',')],
    ['TotalCount', status.total],
    ['CurIndex', status.position],
  ];
}

function cancelSend({ device, body }: Visit): Answer {
  if (body.text.trim() !== '1') throw new Refusal(codes.format);
  device.sending.cancel();
  return 'OK';
}

function showConfig({ device }: Visit): Answer {
  return [
    ['SaveMode', device.traits.saveTo === 'sim' ? 2 : 0],
    ['Validity', 10752],
    ['Sca', '+15550100999'],
    ['UseSReport', 0],
    ['SendType', 0],
    ['Priority', 0],
    ['pagesize', 20],
    ['maxphone', 50],
    ['smscharlang', 0],
  ];
}

function showFeatures(): Answer {
  return [
    ['sms_enabled', 1],
    ['getcontactenable', 0],
    ['url_enabled', 1],
    ['import_enabled', 1],
  ];
}
