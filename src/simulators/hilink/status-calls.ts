import type { Calls, Visit } from './call.ts';
import type { Answer } from './xml.ts';

/** What the device tells about itself, the network and the SIM. */
export const statusCalls: Calls = {
  'GET monitoring/check-notifications': { answer: showNotifications },
  'GET monitoring/status': { answer: showStatus },
  'GET monitoring/converged-status': { answer: showConverged },
  'GET device/information': { answer: showInformation },
  'GET device/basic_information': { answer: showBasics },
  'GET device/signal': { answer: showSignal },
  'GET net/current-plmn': { answer: showOperator },
  'GET pin/status': { answer: showPin },
};

const simStates = { ready: 257, starting: 259, absent: 255, pin: 260, puk: 261 } as const;

function isReady({ device }: Visit): boolean {
  return device.simState() === 'ready';
}

function showNotifications({ device }: Visit): Answer {
  return [
    ['UnreadMessage', device.mailbox.unread()],
    ['SmsStorageFull', device.mailbox.isFull() ? 1 : 0],
    ['OnlineUpdateStatus', 10],
    ['SimOperEvent', isSimBlocked(device.simState()) ? 1 : 0],
  ];
}

function isSimBlocked(state: string): boolean {
  return state === 'pin' || state === 'puk';
}

function showStatus(visit: Visit): Answer {
  const ready = isReady(visit);
  const { registration } = visit.device.scenario;
  const served = visit.device.isRegistered();
  return [
    ['ConnectionStatus', served ? 901 : 902],
    ['WifiConnectionStatus', ''],
    ['SignalStrength', ''],
    ['SignalIcon', ready ? 4 : 0],
    ['CurrentNetworkType', served ? 19 : 0],
    ['CurrentServiceDomain', served ? 3 : 0],
    ['RoamingStatus', registration === 'roaming' ? 1 : 0],
    ['BatteryStatus', ''],
    ['simlockStatus', 0],
    ['PrimaryDns', served ? '192.0.2.53' : ''],
    ['SecondaryDns', ''],
    ['CurrentWifiUser', ''],
    ['TotalWifiUser', ''],
    ['ServiceStatus', serviceStatus(visit)],
    ['SimStatus', simCardState(visit)],
    ['WifiStatus', ''],
    ['CurrentNetworkTypeEx', served ? 101 : 0],
    ['maxsignal', 5],
    ['cellroam', 1],
    ['Classify', visit.device.traits.family === 'C' ? 'cpe' : 'hilink'],
  ];
}

/** 1: a cell that serves emergency calls only. */
function serviceStatus({ device }: Visit): number {
  if (device.isRegistered()) return 2;
  return device.scenario.registration === 'denied' ? 1 : 0;
}

function simCardState(visit: Visit): number {
  if (visit.device.simState() === 'absent') return 255;
  return isReady(visit) ? 1 : 0;
}

function showConverged({ device }: Visit): Answer {
  return [
    ['SimState', simStates[device.simState()]],
    ['SimLockEnable', 0],
    ['CurrentLanguage', 'en-us'],
  ];
}

function showInformation({ device }: Visit): Answer {
  return [
    ['DeviceName', device.traits.deviceName],
    ['SerialNumber', 'SIMULATED0000001'],
    ['Imei', '001010000000017'],
    ['Imsi', device.simState() === 'absent' ? '' : device.scenario.imsi],
    ['Iccid', device.simState() === 'absent' ? '' : device.scenario.iccid],
    ['Msisdn', ''],
    ['HardwareVersion', 'CL2E3372HM'],
    ['SoftwareVersion', device.traits.softwareVersion],
    ['WebUIVersion', '17.100.17.00.03'],
    ['MacAddress1', '02:00:00:00:00:01'],
    ['MacAddress2', ''],
    ['ProductFamily', 'LTE'],
    ['Classify', device.traits.family === 'C' ? 'cpe' : 'hilink'],
    ['supportmode', 'LTE|WCDMA|GSM'],
    ['workmode', 'LTE'],
  ];
}

function showBasics({ device }: Visit): Answer {
  return [
    ['productfamily', 'LTE'],
    ['classify', device.traits.family === 'C' ? 'cpe' : 'hilink'],
    ['multimode', 0],
    ['restore_default_status', 0],
    ['sim_save_pin_enable', 0],
    ['devicename', device.traits.deviceName],
    ['SoftwareVersion', device.traits.softwareVersion],
    ['WebUIVersion', '17.100.17.00.03'],
  ];
}

function showSignal(visit: Visit): Answer {
  const ready = isReady(visit);
  return [
    ['pci', ready ? 101 : ''],
    ['sc', ''],
    ['cell_id', ready ? 1000001 : ''],
    ['rsrq', ready ? '-11.0dB' : ''],
    ['rsrp', ready ? '-97dBm' : ''],
    ['rssi', ready ? '>=-51dBm' : ''],
    ['sinr', ready ? '9dB' : ''],
    ['rscp', ''],
    ['ecio', ''],
    ['mode', ready ? 7 : ''],
    ['band', ready ? 20 : ''],
  ];
}

function showOperator(visit: Visit): Answer {
  const ready = visit.device.isRegistered();
  return [
    ['State', ready ? 0 : 1],
    ['FullName', ready ? 'Example Mobile' : ''],
    ['ShortName', ready ? 'Example' : ''],
    ['Numeric', ready ? '00101' : ''],
    ['Rat', ready ? 7 : ''],
  ];
}

function showPin({ device }: Visit): Answer {
  const state = device.simState();
  return [
    ['SimState', simStates[state]],
    ['PinOptState', isSimBlocked(state) ? 259 : 258],
    ['SimPinTimes', state === 'puk' ? 0 : 3],
    ['SimPukTimes', 10],
  ];
}
