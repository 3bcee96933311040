// Plays one appointment's life with SuperOffice's own client, and prints what it saw as JSON.
// Called with the folder that the client is installed in, the address of a tenant, a user and a password.
const [folder, baseUrl, user, password] = process.argv.slice(2);
const { WebApi } = require(require.resolve("@superoffice/webapi", { paths: [folder] }));

async function play() {
  const told = {};
  const api = new WebApi({ baseUrl, timezone: "UTC", timezoneInclude: true, languageCode: "en" });
  api.authenticateWithPassword(user, password);
  const appointments = api.getAppointmentRestApi();

  const fresh = await appointments.getDefaultAsync();
  told.default = [fresh.appointmentId, fresh.type, fresh.associate.name, fresh.task.value, fresh.startDate.toISOString()];

  fresh.title = "By the client";
  fresh.startDate = new Date("2026-05-04T09:00:00Z");
  fresh.endDate = new Date("2026-05-04T09:45:00Z");
  const created = await appointments.postAsync(fresh);
  told.created = [created.appointmentId, created.title, created.startDate.toISOString(), created.endDate.toISOString()];

  const read = await appointments.getByIdAsync(created.appointmentId);
  told.read = [read.title, read.leadTime.asMinutes(), read.tableRight.mask, read.visibleFor[0].displayValue];

  read.title = "Replaced by the client";
  read.location = "Room 2";
  const replaced = await appointments.putByIdAsync(read.appointmentId, read);
  told.replaced = [replaced.title, replaced.location, replaced.startDate.toISOString(), replaced.updatedBy.name];

  const patched = await appointments.patchByIdAsync(read.appointmentId, [
    { op: "test", path: "completed", value: "NotStarted" },
    { op: "replace", path: "/completed", value: "Completed" },
  ]);
  told.patched = [patched.completed, patched.title];
  const merged = await appointments.patchByIdAsync(read.appointmentId, { description: "Merged" });
  told.merged = [merged.description, merged.title];

  // The client has no call for the list: it is asked for by what the client itself asks with.
  const query = "$select=appointmentId,text,completed&$filter=completed set";
  const auth = { username: user, password };
  const list = await appointments._axios.get(`${baseUrl}/api/v1/Appointment?${query}`, { auth });
  told.listed = list.data.value;

  await appointments.deleteByIdAsync(read.appointmentId);
  try {
    await appointments.getByIdAsync(read.appointmentId);
  } catch (error) {
    told.gone = [error.response.status, error.response.data.ErrorType];
  }
  console.log(JSON.stringify(told));
}

play().catch((error) => {
  console.error(error.response ? `${error.response.status} ${JSON.stringify(error.response.data)}` : error);
  process.exit(1);
});
