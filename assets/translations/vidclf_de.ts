<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>alerts</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Alert at {time}, after {seconds:.0f} s.</source>
        <translation>Benachrichtigung um {time}, nach {seconds:.0f} s.</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Banner</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Be alerted of</source>
        <translation>Benachrichtigen bei</translation>
    </message>
    <message>
        <source>Be alerted of it</source>
        <translation>Hierüber benachrichtigen</translation>
    </message>
    <message>
        <source>Be alerted of it no more</source>
        <translation>Darüber nicht mehr benachrichtigen</translation>
    </message>
    <message>
        <source>Be alerted of this class</source>
        <translation>Über diese Klasse benachrichtigen</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Bearer-Token</translation>
    </message>
    <message>
        <source>Check the broker&apos;s certificate, and let nobody read on the way</source>
        <translation>Das Zertifikat des Brokers prüfen und niemanden unterwegs mitlesen lassen</translation>
    </message>
    <message>
        <source>Class to be alerted of</source>
        <translation>Klasse, über die benachrichtigt wird</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>Verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>For how long it must have been recognised</source>
        <translation>Wie lange es erkannt worden sein muss</translation>
    </message>
    <message>
        <source>For how long to keep quiet after an alert</source>
        <translation>Wie lange nach einer Benachrichtigung Ruhe ist</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>Newest alerts</source>
        <translation>Neueste Benachrichtigungen</translation>
    </message>
    <message>
        <source>No alerts yet. Choose a class to be told of while a camera or stream is watched.</source>
        <translation>Noch keine Benachrichtigungen. Wählen Sie eine Klasse, über die Sie benachrichtigt werden, während eine Kamera oder ein Stream beobachtet wird.</translation>
    </message>
    <message>
        <source>Not kept: {place}: {reason}.</source>
        <translation>Nicht aufgehoben: {place}: {reason}.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Posts each alert as JSON to an address.</source>
        <translation>Sendet jede Benachrichtigung als JSON an eine Adresse.</translation>
    </message>
    <message>
        <source>Publishes each alert as JSON to a broker (QoS 1).</source>
        <translation>Veröffentlicht jede Benachrichtigung als JSON bei einem Broker (QoS 1).</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>The log below tells whether it arrived</source>
        <translation>Die Liste unten zeigt, ob sie angekommen ist</translation>
    </message>
    <message>
        <source>This computer has no player for sounds; alerts stay silent.</source>
        <translation>Dieser Computer kann keine Töne abspielen; Benachrichtigungen bleiben stumm.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Use what stands here from now on</source>
        <translation>Ab jetzt verwenden, was hier steht</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>after </source>
        <translation>nach </translation>
    </message>
    <message>
        <source>in the window only</source>
        <translation>nur im Fenster</translation>
    </message>
    <message>
        <source>nobody in the picture</source>
        <translation>niemand im Bild</translation>
    </message>
    <message>
        <source>not in this model</source>
        <translation>nicht in diesem Modell</translation>
    </message>
    <message>
        <source>pause </source>
        <translation>Pause </translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>{name}: after</source>
        <translation>{name}: nach</translation>
    </message>
    <message>
        <source>{name}: pause</source>
        <translation>{name}: Pause</translation>
    </message>
    <message>
        <source>{way}: arrived</source>
        <translation>{way}: angekommen</translation>
    </message>
    <message>
        <source>{way}: failed</source>
        <translation>{way}: fehlgeschlagen</translation>
    </message>
    <message>
        <source>{way}: under way</source>
        <translation>{way}: unterwegs</translation>
    </message>
    <message>
        <source>{what}: {source}</source>
        <translation>{what}: {source}</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>A segment needs a label of 1 to {count} characters.</source>
        <translation>Ein Abschnitt braucht ein Label von 1 bis {count} Zeichen.</translation>
    </message>
    <message>
        <source>An edge of a segment must be a time.</source>
        <translation>Der Rand eines Abschnitts muss eine Zeit sein.</translation>
    </message>
    <message>
        <source>Analyse the video again.</source>
        <translation>Analysieren Sie das Video erneut.</translation>
    </message>
    <message>
        <source>Analyse the video again; the damaged file is kept under another name.</source>
        <translation>Analysieren Sie das Video erneut; die beschädigte Datei bleibt unter einem anderen Namen erhalten.</translation>
    </message>
    <message>
        <source>Analyse them in two runs with different --out folders.</source>
        <translation>Analysieren Sie die beiden in zwei Läufen mit verschiedenen Ordnern für --out.</translation>
    </message>
    <message>
        <source>Cameras found here: {known}.</source>
        <translation>Hier gefundene Kameras: {known}.</translation>
    </message>
    <message>
        <source>Cameras have numbers: name 0 for the first.</source>
        <translation>Kameras haben Nummern: Geben Sie 0 für die erste an.</translation>
    </message>
    <message>
        <source>Change to a folder that exists.</source>
        <translation>Wechseln Sie in einen Ordner, den es gibt.</translation>
    </message>
    <message>
        <source>Check it; special characters in a password are written as %40 for @, %2F for /.</source>
        <translation>Prüfen Sie sie; Sonderzeichen in einem Passwort werden als %40 für @ und %2F für / geschrieben.</translation>
    </message>
    <message>
        <source>Check its name and permissions.</source>
        <translation>Prüfen Sie den Namen und die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check that it is plugged in and that no other program uses it.</source>
        <translation>Prüfen Sie, ob sie eingesteckt ist und kein anderes Programm sie benutzt.</translation>
    </message>
    <message>
        <source>Check that it plays elsewhere, or convert it: ffmpeg -i IN -c:v libx264 OUT.mp4</source>
        <translation>Prüfen Sie, ob sie sich anderswo abspielen lässt, oder wandeln Sie sie um: ffmpeg -i IN -c:v libx264 OUT.mp4</translation>
    </message>
    <message>
        <source>Check that the disk has free space and the folder may be written to.</source>
        <translation>Prüfen Sie, ob auf dem Datenträger Platz ist und in den Ordner geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Check that the folder exists, may be written to and has free space.</source>
        <translation>Prüfen Sie, ob es den Ordner gibt, ob in ihn geschrieben werden darf und ob dort Platz ist.</translation>
    </message>
    <message>
        <source>Check the address and that the other side is running.</source>
        <translation>Prüfen Sie die Adresse und ob die Gegenseite läuft.</translation>
    </message>
    <message>
        <source>Check the address, the user and password in it, and the network.</source>
        <translation>Prüfen Sie die Adresse, Benutzer und Passwort darin und das Netzwerk.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Check user and password.</source>
        <translation>Prüfen Sie Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>Choose another folder for results in the settings.</source>
        <translation>Wählen Sie in den Einstellungen einen anderen Ordner für Ergebnisse.</translation>
    </message>
    <message>
        <source>Choose another folder with --out.</source>
        <translation>Wählen Sie mit --out einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another folder, or allow to replace it.</source>
        <translation>Wählen Sie einen anderen Ordner oder erlauben Sie, sie zu ersetzen.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Choose from: {names}.</source>
        <translation>Zur Wahl stehen: {names}.</translation>
    </message>
    <message>
        <source>Choose its picture, or remove it there first.</source>
        <translation>Wählen Sie ihr Bild oder entfernen Sie sie dort zuerst.</translation>
    </message>
    <message>
        <source>Choose one of the model&apos;s labels.</source>
        <translation>Wählen Sie eines der Labels des Modells.</translation>
    </message>
    <message>
        <source>Choose the same file, or analyse this one.</source>
        <translation>Wählen Sie dieselbe Datei oder analysieren Sie diese.</translation>
    </message>
    <message>
        <source>Compare two results of one video.</source>
        <translation>Vergleichen Sie zwei Ergebnisse desselben Videos.</translation>
    </message>
    <message>
        <source>Connect its drive again or put the file back. Timeline and segments can be used meanwhile.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder legen Sie die Datei zurück. Zeitleiste und Abschnitte können Sie solange benutzen.</translation>
    </message>
    <message>
        <source>Connect its drive or put the file back, then try again.</source>
        <translation>Schließen Sie das Laufwerk an oder legen Sie die Datei zurück und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Copy it again from where it came, or repair it: ffmpeg -i IN -c copy OUT.mp4</source>
        <translation>Kopieren Sie sie noch einmal von dort, woher sie kam, oder reparieren Sie sie: ffmpeg -i IN -c copy OUT.mp4</translation>
    </message>
    <message>
        <source>Copy it again from where it came.</source>
        <translation>Kopieren Sie sie noch einmal von dort, woher sie kam.</translation>
    </message>
    <message>
        <source>Cut the video into parts and analyse each.</source>
        <translation>Zerlegen Sie das Video in Teile und analysieren Sie jeden.</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Gerät oder Ressource belegt</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>Download it and name the file.</source>
        <translation>Laden Sie sie herunter und geben Sie die Datei an.</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>Exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Extra inputs are not permitted</source>
        <translation>dieses Feld ist unbekannt</translation>
    </message>
    <message>
        <source>Field required</source>
        <translation>dieses Feld fehlt</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>Datei existiert bereits</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Free some space or choose a folder on another disk.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder for recordings.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ordner für Aufnahmen.</translation>
    </message>
    <message>
        <source>From {start_s:.2f} s to {end_s:.2f} s is too short for a segment.</source>
        <translation>Von {start_s:.2f} s bis {end_s:.2f} s ist zu kurz für einen Abschnitt.</translation>
    </message>
    <message>
        <source>Get the bundle again from where it was made, or export it anew with vidclf-train.</source>
        <translation>Holen Sie das Modell noch einmal von dort, wo es entstanden ist, oder exportieren Sie es neu mit vidclf-train.</translation>
    </message>
    <message>
        <source>Get the bundle again from where it was made, or export it anew.</source>
        <translation>Holen Sie das Modell noch einmal von dort, wo es entstanden ist, oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>Give it in seconds.</source>
        <translation>Geben Sie sie in Sekunden an.</translation>
    </message>
    <message>
        <source>Given up: it is sent elsewhere now, or vidclf ends.</source>
        <translation>Aufgegeben: Es wird jetzt anderswohin gesendet, oder vidclf endet.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Eingabe-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>Ungültiges Argument</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Ordner</translation>
    </message>
    <message>
        <source>It can&apos;t be removed.</source>
        <translation>Es kann nicht entfernt werden.</translation>
    </message>
    <message>
        <source>It is left alone and nothing is added to it; use the newer version.</source>
        <translation>Er bleibt, wie er ist, und nichts kommt hinzu; benutzen Sie die neuere Version.</translation>
    </message>
    <message>
        <source>It may be made for a newer vidclf: update the program, or get another bundle.</source>
        <translation>Es ist vielleicht für ein neueres vidclf gemacht: Aktualisieren Sie das Programm oder holen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Make it at least {step_s:.2g} s long, inside of the video.</source>
        <translation>Machen Sie ihn mindestens {step_s:.2g} s lang, innerhalb des Videos.</translation>
    </message>
    <message>
        <source>More than {count} alerts wait to be delivered.</source>
        <translation>Mehr als {count} Alarme warten darauf, zugestellt zu werden.</translation>
    </message>
    <message>
        <source>Name a bundle with --model, or install vidclf again.</source>
        <translation>Geben Sie mit --model ein Modell an oder installieren Sie vidclf neu.</translation>
    </message>
    <message>
        <source>Name a bundle&apos;s folder or its zip file.</source>
        <translation>Geben Sie den Ordner eines Modells oder seine Zip-Datei an.</translation>
    </message>
    <message>
        <source>Name a bundle&apos;s folder or zip file, or one of: {names}.</source>
        <translation>Geben Sie den Ordner oder die Zip-Datei eines Modells an oder eines von: {names}.</translation>
    </message>
    <message>
        <source>Name a bundle&apos;s folder or zip file.</source>
        <translation>Geben Sie den Ordner oder die Zip-Datei eines Modells an.</translation>
    </message>
    <message>
        <source>Name a camera, a file or an address.</source>
        <translation>Geben Sie eine Kamera, eine Datei oder eine Adresse an.</translation>
    </message>
    <message>
        <source>Name a file in it.</source>
        <translation>Geben Sie eine Datei darin an.</translation>
    </message>
    <message>
        <source>Name a video itself if its suffix is unusual.</source>
        <translation>Geben Sie ein Video selbst an, wenn seine Endung ungewöhnlich ist.</translation>
    </message>
    <message>
        <source>Name one of those files.</source>
        <translation>Geben Sie eine dieser Dateien an.</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>Netzwerk nicht erreichbar</translation>
    </message>
    <message>
        <source>No camera was found on this machine.</source>
        <translation>An diesem Computer wurde keine Kamera gefunden.</translation>
    </message>
    <message>
        <source>No model is installed in {folder}.</source>
        <translation>In {folder} ist kein Modell installiert.</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>Kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>No source is named.</source>
        <translation>Keine Quelle angegeben.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>Gerät nicht vorhanden</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Ist kein Ordner</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Please report it with the log.</source>
        <translation>Bitte melden Sie es mit dem Protokoll.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem nur lesbar</translation>
    </message>
    <message>
        <source>Remove some of them first.</source>
        <translation>Entfernen Sie zuerst einige davon.</translation>
    </message>
    <message>
        <source>Rename the file or folder.</source>
        <translation>Benennen Sie die Datei oder den Ordner um.</translation>
    </message>
    <message>
        <source>Rename the video or choose another output folder.</source>
        <translation>Benennen Sie das Video um oder wählen Sie einen anderen Ausgabeordner.</translation>
    </message>
    <message>
        <source>Run `vidclf doctor` to see why, or use the CPU.</source>
        <translation>`vidclf doctor` sagt, warum; oder benutzen Sie die CPU.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {error}</source>
        <translation>Etwas Unerwartetes ist schiefgegangen: {error}</translation>
    </message>
    <message>
        <source>Start vidclf again.</source>
        <translation>Starten Sie vidclf neu.</translation>
    </message>
    <message>
        <source>Start vidclf again: it keeps the file aside and begins a new one.</source>
        <translation>Starten Sie vidclf neu: Es legt die Datei beiseite und beginnt eine neue.</translation>
    </message>
    <message>
        <source>The GPU can&apos;t be used: ONNX Runtime could not start CUDA.</source>
        <translation>Die GPU kann nicht benutzt werden: ONNX Runtime konnte CUDA nicht starten.</translation>
    </message>
    <message>
        <source>The MQTT broker can&apos;t be reached: {reason}.</source>
        <translation>Der MQTT-Broker ist nicht erreichbar: {reason}.</translation>
    </message>
    <message>
        <source>The MQTT broker didn&apos;t confirm the alert.</source>
        <translation>Der MQTT-Broker hat den Alarm nicht bestätigt.</translation>
    </message>
    <message>
        <source>The MQTT broker doesn&apos;t answer.</source>
        <translation>Der MQTT-Broker antwortet nicht.</translation>
    </message>
    <message>
        <source>The MQTT broker refused the connection: {reason}.</source>
        <translation>Der MQTT-Broker hat die Verbindung abgelehnt: {reason}.</translation>
    </message>
    <message>
        <source>The alert could not be sent ({kind}).</source>
        <translation>Der Alarm konnte nicht gesendet werden ({kind}).</translation>
    </message>
    <message>
        <source>The history could not take {count} entries: the disk is too slow.</source>
        <translation>Der Verlauf konnte {count} Einträge nicht aufnehmen: Der Datenträger ist zu langsam.</translation>
    </message>
    <message>
        <source>The history was damaged. It is kept as {name}; a new one has begun.</source>
        <translation>Der Verlauf war beschädigt. Er bleibt als {name} erhalten; ein neuer hat begonnen.</translation>
    </message>
    <message>
        <source>The picture stands still; timeline and segments can be used. Try again to see what the file holds now.</source>
        <translation>Das Bild steht still; Zeitleiste und Abschnitte können Sie benutzen. Versuchen Sie es erneut, um zu sehen, was die Datei jetzt enthält.</translation>
    </message>
    <message>
        <source>The recording broke off: {kind}: {error}</source>
        <translation>Die Aufnahme brach ab: {kind}: {error}</translation>
    </message>
    <message>
        <source>The setting {place} can&apos;t have this value: {reason}.</source>
        <translation>Die Einstellung {place} kann diesen Wert nicht haben: {reason}.</translation>
    </message>
    <message>
        <source>The settings could not be saved: {message}</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden: {message}</translation>
    </message>
    <message>
        <source>The video is too short for corrections.</source>
        <translation>Das Video ist zu kurz für Korrekturen.</translation>
    </message>
    <message>
        <source>The webhook can&apos;t be reached: {reason}.</source>
        <translation>Der Webhook ist nicht erreichbar: {reason}.</translation>
    </message>
    <message>
        <source>The webhook refused the alert: {reason}.</source>
        <translation>Der Webhook hat den Alarm abgelehnt: {reason}.</translation>
    </message>
    <message>
        <source>The webhook took longer than {timeout_s:.0f} s.</source>
        <translation>Der Webhook brauchte länger als {timeout_s:.0f} s.</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>Zu viele offene Dateien</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again when no other program writes it, or copy it again from where it came.</source>
        <translation>Versuchen Sie es erneut, wenn kein anderes Programm sie schreibt, oder kopieren Sie sie noch einmal von dort, woher sie kam.</translation>
    </message>
    <message>
        <source>Update vidclf to open it. It is left as it is.</source>
        <translation>Aktualisieren Sie vidclf, um es zu öffnen. Es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Use one of {names}.</source>
        <translation>Benutzen Sie eines von {names}.</translation>
    </message>
    <message>
        <source>Wait until it is copied or recorded, then analyse it again.</source>
        <translation>Warten Sie, bis es kopiert oder aufgenommen ist, und analysieren Sie es dann erneut.</translation>
    </message>
    <message>
        <source>What was deleted from the history is not quite out of its files yet: {reason}. It is tried again, also at the next start.</source>
        <translation>Was aus dem Verlauf gelöscht wurde, ist noch nicht ganz aus seinen Dateien: {reason}. Es wird wieder versucht, auch beim nächsten Start.</translation>
    </message>
    <message>
        <source>Write the video to a file and name that.</source>
        <translation>Schreiben Sie das Video in eine Datei und geben Sie diese an.</translation>
    </message>
    <message>
        <source>a host is a name or an address, without scheme or path</source>
        <translation>ein Rechner ist ein Name oder eine Adresse, ohne Schema und Pfad</translation>
    </message>
    <message>
        <source>a newer version of vidclf wrote it</source>
        <translation>eine neuere Version von vidclf hat sie geschrieben</translation>
    </message>
    <message>
        <source>a part of its predictions is missing</source>
        <translation>ein Teil seiner Vorhersagen fehlt</translation>
    </message>
    <message>
        <source>a token is made of plain letters and signs</source>
        <translation>ein Token besteht aus einfachen Buchstaben und Zeichen</translation>
    </message>
    <message>
        <source>a topic to publish to has no wildcards (# and +)</source>
        <translation>ein Topic, an das gesendet wird, hat keine Platzhalter (# und +)</translation>
    </message>
    <message>
        <source>an address looks like https://host/path</source>
        <translation>eine Adresse sieht aus wie https://host/path</translation>
    </message>
    <message>
        <source>background_label is not one of the labels</source>
        <translation>background_label ist keines der Labels</translation>
    </message>
    <message>
        <source>each network of encoder and head must have a file of its own</source>
        <translation>jedes Netz von Encoder und Kopf braucht eine eigene Datei</translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation>endet, bevor es beginnt</translation>
    </message>
    <message>
        <source>hand: stretches overlap</source>
        <translation>hand: Stellen überlappen sich</translation>
    </message>
    <message>
        <source>it begins before the video</source>
        <translation>es beginnt vor dem Video</translation>
    </message>
    <message>
        <source>it has too many predictions</source>
        <translation>es hat zu viele Vorhersagen</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>sie ist beschädigt</translation>
    </message>
    <message>
        <source>it is damaged, or a newer version of vidclf wrote it</source>
        <translation>sie ist beschädigt, oder eine neuere Version von vidclf hat sie geschrieben</translation>
    </message>
    <message>
        <source>it is far too large</source>
        <translation>sie ist viel zu groß</translation>
    </message>
    <message>
        <source>it is no file</source>
        <translation>es ist keine Datei</translation>
    </message>
    <message>
        <source>it is not a plain file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it is still being read</source>
        <translation>er wird noch gelesen</translation>
    </message>
    <message>
        <source>its predictions are missing</source>
        <translation>seine Vorhersagen fehlen</translation>
    </message>
    <message>
        <source>its predictions are too large</source>
        <translation>seine Vorhersagen sind zu groß</translation>
    </message>
    <message>
        <source>its predictions can&apos;t be read: {error}</source>
        <translation>seine Vorhersagen können nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>its probabilities don&apos;t add up</source>
        <translation>seine Wahrscheinlichkeiten ergeben zusammen nicht 1</translation>
    </message>
    <message>
        <source>its times don&apos;t rise</source>
        <translation>seine Zeiten steigen nicht an</translation>
    </message>
    <message>
        <source>its weights lie in other files, which is not allowed in a bundle</source>
        <translation>seine Gewichte liegen in anderen Dateien, was in einem Modell nicht erlaubt ist</translation>
    </message>
    <message>
        <source>labels and thresholds don&apos;t agree</source>
        <translation>Labels und Schwellen passen nicht zueinander</translation>
    </message>
    <message>
        <source>labels must differ from each other</source>
        <translation>Labels müssen sich voneinander unterscheiden</translation>
    </message>
    <message>
        <source>leave must not be above enter</source>
        <translation>leave darf nicht über enter liegen</translation>
    </message>
    <message>
        <source>min_frames is larger than the window</source>
        <translation>min_frames ist größer als das Fenster</translation>
    </message>
    <message>
        <source>must be a plain file name inside the bundle</source>
        <translation>muss ein einfacher Dateiname innerhalb des Modells sein</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>the PDF came out incomplete (is the disk full?)</source>
        <translation>das PDF ist unvollständig (Datenträger voll?)</translation>
    </message>
    <message>
        <source>the PDF can&apos;t be created</source>
        <translation>das PDF kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>the model changed during the run</source>
        <translation>das Modell hat während des Laufs gewechselt</translation>
    </message>
    <message>
        <source>the picture can&apos;t be encoded</source>
        <translation>das Bild kann nicht kodiert werden</translation>
    </message>
    <message>
        <source>the sink is not open</source>
        <translation>das Ziel ist nicht geöffnet</translation>
    </message>
    <message>
        <source>the video came out unreadable (is the disk full?)</source>
        <translation>das Video ist nicht lesbar (Datenträger voll?)</translation>
    </message>
    <message>
        <source>the video file can&apos;t be created</source>
        <translation>die Videodatei kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>thresholds must name each label once</source>
        <translation>Schwellen müssen jedes Label einmal nennen</translation>
    </message>
    <message>
        <source>two rules are for the same class</source>
        <translation>zwei Regeln sind für dieselbe Klasse</translation>
    </message>
    <message>
        <source>vidclf ends</source>
        <translation>vidclf endet</translation>
    </message>
    <message>
        <source>{address}: addresses beginning with {scheme}:// can&apos;t be opened.</source>
        <translation>{address}: Adressen, die mit {scheme}:// beginnen, können nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>{address}: is a recording, not a live stream.</source>
        <translation>{address}: ist eine Aufzeichnung, kein Livestream.</translation>
    </message>
    <message>
        <source>{address}: not a valid address.</source>
        <translation>{address}: keine gültige Adresse.</translation>
    </message>
    <message>
        <source>{error} Nothing is kept in this run.</source>
        <translation>{error} In diesem Lauf wird nichts aufbewahrt.</translation>
    </message>
    <message>
        <source>{file} is too large</source>
        <translation>{file} ist zu groß</translation>
    </message>
    <message>
        <source>{first} and {second} are different videos, or one has changed since.</source>
        <translation>{first} und {second} sind verschiedene Videos, oder eines hat sich seitdem geändert.</translation>
    </message>
    <message>
        <source>{first} and {second} would both give {result}.</source>
        <translation>{first} und {second} würden beide {result} ergeben.</translation>
    </message>
    <message>
        <source>{folder} holds too many models named {name}.</source>
        <translation>{folder} enthält zu viele Modelle mit dem Namen {name}.</translation>
    </message>
    <message>
        <source>{folder}: can&apos;t be written to: {reason}.</source>
        <translation>{folder}: Dorthin kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{folder}: less than {megabytes} MB are free.</source>
        <translation>{folder}: Weniger als {megabytes} MB sind frei.</translation>
    </message>
    <message>
        <source>{folder}: this folder can&apos;t be read: {reason}.</source>
        <translation>{folder}: Dieser Ordner kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{hint} It is {name} now.</source>
        <translation>{hint} Es heißt jetzt {name}.</translation>
    </message>
    <message>
        <source>{name} came along with vidclf.</source>
        <translation>{name} gehört zu vidclf.</translation>
    </message>
    <message>
        <source>{name} has an unknown form</source>
        <translation>{name} hat eine unbekannte Form</translation>
    </message>
    <message>
        <source>{name} has {content} bytes, not {size}</source>
        <translation>{name} hat {content} Bytes, nicht {size}</translation>
    </message>
    <message>
        <source>{name} is a result of another video, or of this one before it changed.</source>
        <translation>{name} ist ein Ergebnis eines anderen Videos oder dieses Videos, bevor es sich änderte.</translation>
    </message>
    <message>
        <source>{name} is not {dtype} of shape {shape}</source>
        <translation>{name} ist nicht {dtype} der Form {shape}</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be loaded: {reason}.</source>
        <translation>{name}: kann nicht geladen werden: {reason}.</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be opened.</source>
        <translation>{name}: kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>{name}: failed to run: {reason}.</source>
        <translation>{name}: konnte nicht ausgeführt werden: {reason}.</translation>
    </message>
    <message>
        <source>{name}: gave values that are not finite (NaN or infinity).</source>
        <translation>{name}: ergab Werte, die nicht endlich sind (NaN oder unendlich).</translation>
    </message>
    <message>
        <source>{name}: gives {classes} values, but the manifest names {labels} labels.</source>
        <translation>{name}: ergibt {classes} Werte, das Manifest nennt aber {labels} Labels.</translation>
    </message>
    <message>
        <source>{name}: gives {given} values, not {wanted}.</source>
        <translation>{name}: ergibt {given} Werte, nicht {wanted}.</translation>
    </message>
    <message>
        <source>{name}: has {outputs} outputs, not {wanted}.</source>
        <translation>{name}: hat {outputs} Ausgänge, nicht {wanted}.</translation>
    </message>
    <message>
        <source>{name}: is already open in this window.</source>
        <translation>{name}: ist in diesem Fenster schon geöffnet.</translation>
    </message>
    <message>
        <source>{name}: is not wanted any more.</source>
        <translation>{name}: wird nicht mehr gebraucht.</translation>
    </message>
    <message>
        <source>{name}: its inputs are not named `features` and `length`.</source>
        <translation>{name}: Die Eingänge heißen nicht `features` und `length`.</translation>
    </message>
    <message>
        <source>{name}: one call took longer than {timeout_s:.0f} s.</source>
        <translation>{name}: Ein Aufruf dauerte länger als {timeout_s:.0f} s.</translation>
    </message>
    <message>
        <source>{name}: opened, but gives no picture.</source>
        <translation>{name}: ist geöffnet, gibt aber kein Bild.</translation>
    </message>
    <message>
        <source>{name}: stopped delivering frames.</source>
        <translation>{name}: liefert keine Bilder mehr.</translation>
    </message>
    <message>
        <source>{name}: takes {inputs} inputs, not one.</source>
        <translation>{name}: hat {inputs} Eingänge, nicht einen.</translation>
    </message>
    <message>
        <source>{name}: the manifest asks for {dtype} {shape}, the network has {has}.</source>
        <translation>{name}: Das Manifest verlangt {dtype} {shape}, das Netz hat {has}.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be used ({reason}) and can&apos;t be moved aside. {message}</source>
        <translation>{path} kann nicht benutzt werden ({reason}) und lässt sich nicht beiseitelegen. {message}</translation>
    </message>
    <message>
        <source>{path} can&apos;t be used ({reason}). It is kept as {name}.</source>
        <translation>{path} kann nicht benutzt werden ({reason}). Sie bleibt als {name} erhalten.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be used ({reason}). It is kept as {name}; defaults are used.</source>
        <translation>{path} kann nicht benutzt werden ({reason}). Sie bleibt als {name} erhalten; es gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>{path} is damaged and can&apos;t be moved aside. {message}</source>
        <translation>{path} ist beschädigt und lässt sich nicht beiseitelegen. {message}</translation>
    </message>
    <message>
        <source>{path} is not the video that was analysed as {name}, or it has changed.</source>
        <translation>{path} ist nicht das Video, das als {name} analysiert wurde, oder es hat sich geändert.</translation>
    </message>
    <message>
        <source>{path} was given up.</source>
        <translation>{path} wurde aufgegeben.</translation>
    </message>
    <message>
        <source>{path}: a newer version of vidclf wrote the history.</source>
        <translation>{path}: Eine neuere Version von vidclf hat den Verlauf geschrieben.</translation>
    </message>
    <message>
        <source>{path}: a newer version of vidclf wrote this result.</source>
        <translation>{path}: Eine neuere Version von vidclf hat dieses Ergebnis geschrieben.</translation>
    </message>
    <message>
        <source>{path}: a result can&apos;t hold more than {count} predictions.</source>
        <translation>{path}: Ein Ergebnis fasst nicht mehr als {count} Vorhersagen.</translation>
    </message>
    <message>
        <source>{path}: broke off after {seen_s:.1f} s of {expected_s:.1f} s; the file is damaged.</source>
        <translation>{path}: bricht nach {seen_s:.1f} s von {expected_s:.1f} s ab; die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>{path}: can&apos;t be read: {reason}.</source>
        <translation>{path}: kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path}: changed while it was analysed.</source>
        <translation>{path}: hat sich geändert, während es analysiert wurde.</translation>
    </message>
    <message>
        <source>{path}: could not be written: {reason}.</source>
        <translation>{path}: konnte nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{path}: frame {number} can&apos;t be decoded.</source>
        <translation>{path}: Bild {number} kann nicht dekodiert werden.</translation>
    </message>
    <message>
        <source>{path}: has no pictures in it any more.</source>
        <translation>{path}: enthält keine Bilder mehr.</translation>
    </message>
    <message>
        <source>{path}: has no pictures in it.</source>
        <translation>{path}: enthält keine Bilder.</translation>
    </message>
    <message>
        <source>{path}: is a device, not a video file.</source>
        <translation>{path}: ist ein Gerät, keine Videodatei.</translation>
    </message>
    <message>
        <source>{path}: is a folder, not a video.</source>
        <translation>{path}: ist ein Ordner, kein Video.</translation>
    </message>
    <message>
        <source>{path}: is a pipe, not a video file.</source>
        <translation>{path}: ist eine Pipe, keine Videodatei.</translation>
    </message>
    <message>
        <source>{path}: is damaged, or no result of vidclf: {reason}.</source>
        <translation>{path}: ist beschädigt oder kein Ergebnis von vidclf: {reason}.</translation>
    </message>
    <message>
        <source>{path}: is empty (0 bytes).</source>
        <translation>{path}: ist leer (0 Bytes).</translation>
    </message>
    <message>
        <source>{path}: is the video itself, and is not replaced.</source>
        <translation>{path}: ist das Video selbst und wird nicht ersetzt.</translation>
    </message>
    <message>
        <source>{path}: is there already.</source>
        <translation>{path}: ist schon da.</translation>
    </message>
    <message>
        <source>{path}: no such file.</source>
        <translation>{path}: Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>{path}: no such model bundle.</source>
        <translation>{path}: Dieses Modell gibt es nicht.</translation>
    </message>
    <message>
        <source>{path}: not a model bundle (neither a folder nor a zip file).</source>
        <translation>{path}: kein Modell (weder ein Ordner noch eine Zip-Datei).</translation>
    </message>
    <message>
        <source>{path}: not a video that can be read.</source>
        <translation>{path}: kein Video, das gelesen werden kann.</translation>
    </message>
    <message>
        <source>{path}: not a video, but a list of other files.</source>
        <translation>{path}: kein Video, sondern eine Liste anderer Dateien.</translation>
    </message>
    <message>
        <source>{path}: the current folder is gone.</source>
        <translation>{path}: Den aktuellen Ordner gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>{path}: the file became shorter while it was read.</source>
        <translation>{path}: Die Datei wurde kürzer, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>{path}: the file is gone.</source>
        <translation>{path}: Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{path}: the file is truncated or damaged: it has {size} bytes, and at least {missing} more belong to it.</source>
        <translation>{path}: Die Datei ist abgeschnitten oder beschädigt: Sie hat {size} Bytes, und mindestens {missing} weitere gehören dazu.</translation>
    </message>
    <message>
        <source>{path}: the history can&apos;t be used: {error}. Nothing is kept.</source>
        <translation>{path}: Der Verlauf kann nicht benutzt werden: {error}. Nichts wird aufbewahrt.</translation>
    </message>
    <message>
        <source>{path}: the history has too much to write.</source>
        <translation>{path}: Der Verlauf hat zu viel zu schreiben.</translation>
    </message>
    <message>
        <source>{path}: the history is closed.</source>
        <translation>{path}: Der Verlauf ist geschlossen.</translation>
    </message>
    <message>
        <source>{path}: the history is damaged: {error}.</source>
        <translation>{path}: Der Verlauf ist beschädigt: {error}.</translation>
    </message>
    <message>
        <source>{path}: the history refused: {error}.</source>
        <translation>{path}: Der Verlauf verweigert den Dienst: {error}.</translation>
    </message>
    <message>
        <source>{path}: the video is not there any more.</source>
        <translation>{path}: Das Video ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{path}: the video needs about {needed}, and only {free} are free there.</source>
        <translation>{path}: Das Video braucht etwa {needed}, und nur {free} sind dort frei.</translation>
    </message>
    <message>
        <source>{path}: the video was replaced or changed while it was open.</source>
        <translation>{path}: Das Video wurde ersetzt oder geändert, während es geöffnet war.</translation>
    </message>
    <message>
        <source>{path}: there are no videos in this folder.</source>
        <translation>{path}: In diesem Ordner sind keine Videos.</translation>
    </message>
    <message>
        <source>{path}: this name, or its folder&apos;s, is not valid text (UTF-8).</source>
        <translation>{path}: Dieser Name oder der des Ordners ist kein gültiger Text (UTF-8).</translation>
    </message>
    <message>
        <source>{path}: {file} is not the file that the manifest names (its hash differs).</source>
        <translation>{path}: {file} ist nicht die Datei, die das Manifest nennt (ihr Hash weicht ab).</translation>
    </message>
    <message>
        <source>{path}: {file} is not valid: {place}: {reason}.</source>
        <translation>{path}: {file} ist ungültig: {place}: {reason}.</translation>
    </message>
    <message>
        <source>{path}: {name} can&apos;t be read: {reason}.</source>
        <translation>{path}: {name} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path}: {name} is larger than {megabytes} MB.</source>
        <translation>{path}: {name} ist größer als {megabytes} MB.</translation>
    </message>
    <message>
        <source>{path}: {name} is missing.</source>
        <translation>{path}: {name} fehlt.</translation>
    </message>
    <message>
        <source>{place}: {reason}</source>
        <translation>{place}: {reason}</translation>
    </message>
    <message>
        <source>{target} is one of the videos and would be overwritten.</source>
        <translation>{target} ist eines der Videos und würde überschrieben.</translation>
    </message>
    <message>
        <source>{target}: could not be saved: {kind}: {error}</source>
        <translation>{target}: konnte nicht gespeichert werden: {kind}: {error}</translation>
    </message>
    <message>
        <source>{text!r}: not a list of result formats.</source>
        <translation>{text!r}: keine Liste von Ergebnisformaten.</translation>
    </message>
    <message>
        <source>{text}: no such file, address or camera.</source>
        <translation>{text}: keine solche Datei, Adresse oder Kamera.</translation>
    </message>
    <message>
        <source>{text}: no such model.</source>
        <translation>{text}: Dieses Modell gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Aggregated events as BORIS exports them, for scripts</source>
        <translation>Zusammengefasste Ereignisse, wie BORIS sie exportiert, für Skripte</translation>
    </message>
    <message>
        <source>All probabilities, several lines a second</source>
        <translation>Alle Wahrscheinlichkeiten, mehrere Zeilen je Sekunde</translation>
    </message>
    <message>
        <source>Annotated video</source>
        <translation>Video mit Einblendungen</translation>
    </message>
    <message>
        <source>BORIS events table</source>
        <translation>BORIS-Ereignistabelle</translation>
    </message>
    <message>
        <source>BORIS project</source>
        <translation>BORIS-Projekt</translation>
    </message>
    <message>
        <source>Bars with a dark edge and counts after a + were set or changed by a person.</source>
        <translation>Balken mit dunklem Rand und Zahlen nach einem + wurden von Hand gesetzt oder geändert.</translation>
    </message>
    <message>
        <source>Beside the video</source>
        <translation>Neben dem Video</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the export (Esc)</source>
        <translation>Den Export schließen (Esc)</translation>
    </message>
    <message>
        <source>Complete: {names}</source>
        <translation>Fertig: {names}</translation>
    </message>
    <message>
        <source>Corrected by hand</source>
        <translation>Von Hand korrigiert</translation>
    </message>
    <message>
        <source>Don&apos;t replace</source>
        <translation>Nicht ersetzen</translation>
    </message>
    <message>
        <source>Draw the skeleton in the video</source>
        <translation>Das Skelett ins Video zeichnen</translation>
    </message>
    <message>
        <source>ELAN file</source>
        <translation>ELAN-Datei</translation>
    </message>
    <message>
        <source>Ethogram and observation, opens in BORIS</source>
        <translation>Ethogramm und Beobachtung, öffnet sich in BORIS</translation>
    </message>
    <message>
        <source>Everything as JSON</source>
        <translation>Alles als JSON</translation>
    </message>
    <message>
        <source>Export</source>
        <extracomment>All that the window can write. A person wants to see the panel no more; what is being written goes on.</extracomment>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation>Ordner für die exportierten Dateien</translation>
    </message>
    <message>
        <source>For behaviour research</source>
        <translation>Für die Verhaltensforschung</translation>
    </message>
    <message>
        <source>For tables and programs</source>
        <translation>Für Tabellen und Programme</translation>
    </message>
    <message>
        <source>For video players</source>
        <translation>Für Videoplayer</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels as subtitles; players find them beside the video</source>
        <translation>Labels als Untertitel; Player finden sie neben dem Video</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Längster</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Nobody in the picture</source>
        <translation>Niemand im Bild</translation>
    </message>
    <message>
        <source>Not seen: {labels}</source>
        <translation>Nicht gesehen: {labels}</translation>
    </message>
    <message>
        <source>Nothing was recognised in this video.</source>
        <translation>In diesem Video wurde nichts erkannt.</translation>
    </message>
    <message>
        <source>Of the video</source>
        <translation>Anteil am Video</translation>
    </message>
    <message>
        <source>One line for each segment, for a spreadsheet</source>
        <translation>Eine Zeile je Abschnitt, für Tabellenprogramme</translation>
    </message>
    <message>
        <source>One page with durations, counts and charts</source>
        <translation>Eine Seite mit Dauer, Anzahl und Diagrammen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Opens in ELAN with the video; the model&apos;s tier and yours</source>
        <translation>Öffnet sich in ELAN mit dem Video; Spur des Modells und Ihre eigene</translation>
    </message>
    <message>
        <source>Predictions CSV</source>
        <translation>Vorhersagen als CSV</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Erkannt</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Report as PDF</source>
        <translation>Bericht als PDF</translation>
    </message>
    <message>
        <source>Report as web page</source>
        <translation>Bericht als Webseite</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Segments CSV</source>
        <translation>Abschnitte als CSV</translation>
    </message>
    <message>
        <source>Session report · {date}</source>
        <translation>Sitzungsbericht · {date}</translation>
    </message>
    <message>
        <source>Show the files in the file manager</source>
        <translation>Die Dateien in der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Stop; files that are complete stay</source>
        <translation>Anhalten; fertige Dateien bleiben</translation>
    </message>
    <message>
        <source>Subtitles SRT</source>
        <translation>Untertitel SRT</translation>
    </message>
    <message>
        <source>Subtitles WebVTT</source>
        <translation>Untertitel WebVTT</translation>
    </message>
    <message>
        <source>The export was cancelled.</source>
        <translation>Der Export wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model knows only its {count} labels and can be wrong; percentages are its own estimate. Not a medical finding.</source>
        <translation>Das Modell kennt nur seine {count} Labels und kann sich irren; die Prozentwerte sind seine eigene Schätzung. Kein medizinischer Befund.</translation>
    </message>
    <message>
        <source>The report&apos;s page for the browser</source>
        <translation>Die Seite des Berichts für den Browser</translation>
    </message>
    <message>
        <source>The same for web pages</source>
        <translation>Dasselbe für Webseiten</translation>
    </message>
    <message>
        <source>The video with labels and skeleton drawn in (MP4)</source>
        <translation>Das Video mit eingezeichneten Labels und Skelett (MP4)</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Time for each label</source>
        <translation>Zeit je Label</translation>
    </message>
    <message>
        <source>Timeline of segments</source>
        <translation>Zeitleiste der Abschnitte</translation>
    </message>
    <message>
        <source>To read and show</source>
        <extracomment>Writes a result beside the path and renames, or raises and leaves what was there.</extracomment>
        <translation>Zum Lesen und Zeigen</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Video, model, predictions and segments, for programs</source>
        <translation>Video, Modell, Vorhersagen und Abschnitte, für Programme</translation>
    </message>
    <message>
        <source>Write into the folder that the video is in</source>
        <translation>In den Ordner schreiben, in dem das Video liegt</translation>
    </message>
    <message>
        <source>Write the chosen files</source>
        <translation>Die gewählten Dateien schreiben</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>Geschrieben: {name}</translation>
    </message>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>wie vom Modell vorgegeben</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{count} files were written.</source>
        <translation>{count} Dateien wurden geschrieben.</translation>
    </message>
    <message>
        <source>{count} other labels</source>
        <translation>{count} weitere Labels</translation>
    </message>
    <message>
        <source>{count} stretches</source>
        <translation>{count} Abschnitte</translation>
    </message>
    <message>
        <source>{label} (by hand)</source>
        <translation>{label} (von Hand)</translation>
    </message>
    <message>
        <source>{name} and {count} more are there already. Replace them?</source>
        <translation>{name} und {count} weitere sind schon da. Ersetzen?</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} ist schon da. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>Add a folder</source>
        <translation>Einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add all videos in a folder and in those inside (Ctrl+Shift+O)</source>
        <translation>Alle Videos eines Ordners und seiner Unterordner hinzufügen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Add folder …</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>Videos hinzufügen</translation>
    </message>
    <message>
        <source>Add videos …</source>
        <translation>Videos hinzufügen …</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Already analysed</source>
        <translation>Bereits analysiert</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse anew; corrections by hand are kept (R)</source>
        <translation>Neu analysieren; Korrekturen von Hand bleiben erhalten (R)</translation>
    </message>
    <message>
        <source>Analyse it again when it is no longer being copied or recorded.</source>
        <translation>Analysieren Sie es erneut, wenn es nicht mehr kopiert oder aufgenommen wird.</translation>
    </message>
    <message>
        <source>Analyse it again.</source>
        <translation>Analysieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Analysing, {percent} %</source>
        <translation>Analyse läuft, {percent} %</translation>
    </message>
    <message>
        <source>Analysing, {place} so far</source>
        <translation>Analyse läuft, bisher {place}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>Check that it plays elsewhere.</source>
        <translation>Prüfen Sie, ob es anderswo abgespielt werden kann.</translation>
    </message>
    <message>
        <source>Choose one video or several (Ctrl+O)</source>
        <translation>Ein Video oder mehrere wählen (Strg+O)</translation>
    </message>
    <message>
        <source>Connect its drive or put the file back, then analyse it again.</source>
        <translation>Schließen Sie das Laufwerk an oder legen Sie die Datei zurück und analysieren Sie sie dann erneut.</translation>
    </message>
    <message>
        <source>Drop to analyse</source>
        <translation>Zum Analysieren ablegen</translation>
    </message>
    <message>
        <source>Drop videos or folders here</source>
        <translation>Videos oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Forget the file here; video and result stay (Del)</source>
        <translation>Die Datei hier vergessen; Video und Ergebnis bleiben (Entf)</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on with Space. What was interrupted begins anew.</source>
        <translation>Weiter mit der Leertaste. Was unterbrochen wurde, beginnt von vorn.</translation>
    </message>
    <message>
        <source>Go on with the queue (Space)</source>
        <translation>Mit der Warteschlange fortfahren (Leertaste)</translation>
    </message>
    <message>
        <source>It was analysed with {was}, not with {now}.</source>
        <translation>Es wurde mit {was} analysiert, nicht mit {now}.</translation>
    </message>
    <message>
        <source>Let the queue stand still; it keeps its place (Space)</source>
        <translation>Die Warteschlange anhalten; sie merkt sich ihre Stelle (Leertaste)</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Looking at it …</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Looking through {folder} … {count} videos so far</source>
        <translation>{folder} wird durchsucht … bisher {count} Videos</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>Modell: {model}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open result</source>
        <translation>Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Open the folder that the result lies in (L)</source>
        <translation>Den Ordner öffnen, in dem das Ergebnis liegt (L)</translation>
    </message>
    <message>
        <source>Open the result as it is, or analyse the video again.</source>
        <translation>Öffnen Sie das Ergebnis so, wie es ist, oder analysieren Sie das Video erneut.</translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused at {percent} %</source>
        <translation>Angehalten bei {percent} %</translation>
    </message>
    <message>
        <source>Paused at {place}</source>
        <translation>Angehalten bei {place}</translation>
    </message>
    <message>
        <source>Progress of the queue</source>
        <translation>Fortschritt der Warteschlange</translation>
    </message>
    <message>
        <source>Results can&apos;t be written to {folder}.</source>
        <translation>In {folder} können keine Ergebnisse geschrieben werden.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the result with its video (Enter)</source>
        <translation>Das Ergebnis mit seinem Video zeigen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {kind}: {error}</source>
        <translation>Etwas Unerwartetes ist schiefgegangen: {kind}: {error}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Stop, and take everything out of the queue (Shift+C)</source>
        <translation>Anhalten und die Warteschlange leeren (Umschalt+C)</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>Take out of the queue (C)</source>
        <translation>Aus der Warteschlange nehmen (C)</translation>
    </message>
    <message>
        <source>The list of files can&apos;t be kept for the next start.</source>
        <translation>Die Liste der Dateien kann nicht für den nächsten Start aufgehoben werden.</translation>
    </message>
    <message>
        <source>The model {model} has changed since.</source>
        <translation>Das Modell {model} hat sich seitdem geändert.</translation>
    </message>
    <message>
        <source>The result is gone.</source>
        <translation>Das Ergebnis ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The result lies in {folder}. {reason}</source>
        <translation>Das Ergebnis liegt in {folder}. {reason}</translation>
    </message>
    <message>
        <source>The video has changed since.</source>
        <translation>Das Video hat sich seitdem geändert.</translation>
    </message>
    <message>
        <source>They are analysed one after the other, without changing them. Each result is kept and opens in an instant the next time.</source>
        <translation>Sie werden nacheinander analysiert, ohne sie zu ändern. Jedes Ergebnis wird aufgehoben und öffnet sich beim nächsten Mal sofort.</translation>
    </message>
    <message>
        <source>They lie in {folder}. The settings name another folder if you want one.</source>
        <translation>Sie liegen in {folder}. In den Einstellungen können Sie einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Try again; if it stays, please report it with the log.</source>
        <translation>Versuchen Sie es erneut; wenn es bleibt, melden Sie es bitte mit dem Protokoll.</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>einige Sekunden</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>frames too far apart for the model</source>
        <translation>Bilder liegen für das Modell zu weit auseinander</translation>
    </message>
    <message>
        <source>more than {time} left</source>
        <translation>noch mehr als {time}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>too short for the model</source>
        <translation>zu kurz für das Modell</translation>
    </message>
    <message>
        <source>{count} cancelled</source>
        <translation>{count} abgebrochen</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{count} file from last time waits.</source>
        <translation>{count} Datei vom letzten Mal wartet.</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} Dateien</translation>
    </message>
    <message>
        <source>{count} files from last time wait.</source>
        <translation>{count} Dateien vom letzten Mal warten.</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>{done} von {total} fertig</translation>
    </message>
    <message>
        <source>{hint} The other files wait.</source>
        <translation>{hint} Die anderen Dateien warten.</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{result} was damaged and is kept as {aside}.</source>
        <translation>{result} war beschädigt und wird als {aside} aufgehoben.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{video}: has no pictures in it.</source>
        <translation>{video}: enthält keine Bilder.</translation>
    </message>
    <message>
        <source>{video}: its drive no longer answers; the analysis was left behind.</source>
        <translation>{video}: Das Laufwerk antwortet nicht mehr; die Analyse wurde aufgegeben.</translation>
    </message>
    <message>
        <source>{video}: the file changed while it was analysed.</source>
        <translation>{video}: Die Datei hat sich während der Analyse geändert.</translation>
    </message>
    <message>
        <source>{video}: the file is gone.</source>
        <translation>{video}: Die Datei ist nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Delete the chosen sessions (Del)</source>
        <translation>Die gewählten Sitzungen löschen (Entf)</translation>
    </message>
    <message>
        <source>Delete the history</source>
        <translation>Den Verlauf löschen</translation>
    </message>
    <message>
        <source>Delete the whole history, {count} sessions? They can&apos;t be brought back.</source>
        <translation>Den ganzen Verlauf mit {count} Sitzungen löschen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Delete these {count} sessions? They can&apos;t be brought back.</source>
        <translation>Diese {count} Sitzungen löschen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Delete this session? It can&apos;t be brought back.</source>
        <translation>Diese Sitzung löschen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Export sessions</source>
        <translation>Sitzungen exportieren</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Files only</source>
        <translation>Nur Dateien</translation>
    </message>
    <message>
        <source>For how long sessions are kept</source>
        <translation>Wie lange Sitzungen aufgehoben werden</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>It can be searched for and is exported</source>
        <translation>Danach kann gesucht werden, und sie wird mit exportiert</translation>
    </message>
    <message>
        <source>It was moved or deleted; analyse the video again.</source>
        <translation>Es wurde verschoben oder gelöscht; analysieren Sie das Video erneut.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep for 30 days</source>
        <translation>30 Tage aufheben</translation>
    </message>
    <message>
        <source>Keep for 90 days</source>
        <translation>90 Tage aufheben</translation>
    </message>
    <message>
        <source>Keep for a year</source>
        <translation>Ein Jahr aufheben</translation>
    </message>
    <message>
        <source>Keep for ever</source>
        <translation>Für immer aufheben</translation>
    </message>
    <message>
        <source>Kind of source</source>
        <translation>Art der Quelle</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Live and files</source>
        <translation>Live und Dateien</translation>
    </message>
    <message>
        <source>Live only</source>
        <translation>Nur live</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model {name} {version}</source>
        <translation>Modell {name} {version}</translation>
    </message>
    <message>
        <source>No session fits. Search for less, or for something else.</source>
        <translation>Keine Sitzung passt. Suchen Sie nach weniger oder nach etwas anderem.</translation>
    </message>
    <message>
        <source>Nobody in the picture for {time}</source>
        <translation>{time} lang niemand im Bild</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note, for example who it was</source>
        <translation>Notiz, zum Beispiel, wer es war</translation>
    </message>
    <message>
        <source>Nothing here yet. Sessions of cameras and streams, and files that were analysed, are kept here on this computer.</source>
        <translation>Hier ist noch nichts. Sitzungen von Kameras und Streams und analysierte Dateien werden hier auf diesem Computer aufgehoben.</translation>
    </message>
    <message>
        <source>Older sessions are deleted each time vidclf starts</source>
        <translation>Ältere Sitzungen werden bei jedem Start von vidclf gelöscht</translation>
    </message>
    <message>
        <source>Open the result</source>
        <translation>Das Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Reading the history …</source>
        <translation>Der Verlauf wird gelesen …</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source, note, model or exercise</source>
        <translation>Quelle, Notiz, Modell oder Übung</translation>
    </message>
    <message>
        <source>Still running</source>
        <translation>Läuft noch</translation>
    </message>
    <message>
        <source>The chosen session</source>
        <translation>Die gewählte Sitzung</translation>
    </message>
    <message>
        <source>There is no history in this run.</source>
        <translation>In diesem Lauf gibt es keinen Verlauf.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Timeline and corrections (Enter)</source>
        <translation>Zeitleiste und Korrekturen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>Watched for {time}</source>
        <translation>{time} lang beobachtet</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Write the chosen sessions, or all that are shown, as CSV or JSON (Ctrl+E)</source>
        <translation>Die gewählten oder alle gezeigten Sitzungen als CSV oder JSON schreiben (Strg+E)</translation>
    </message>
    <message>
        <source>and {count} more; export the session to see them</source>
        <translation>und {count} weitere; exportieren Sie die Sitzung, um sie zu sehen</translation>
    </message>
    <message>
        <source>nothing recognised</source>
        <translation>nichts erkannt</translation>
    </message>
    <message>
        <source>{count} sessions were written to {path}.</source>
        <translation>{count} Sitzungen wurden nach {path} geschrieben.</translation>
    </message>
    <message>
        <source>{first} and {more} more</source>
        <translation>{first} und {more} weitere</translation>
    </message>
    <message>
        <source>{found} of {kept} sessions</source>
        <translation>{found} von {kept} Sitzungen</translation>
    </message>
    <message>
        <source>{label}: {count} times, {time}, {how_sure} sure</source>
        <translation>{label}: {count}-mal, {time}, {how_sure} sicher</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} ist nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Add a folder of videos</source>
        <translation>Einen Ordner mit Videos hinzufügen</translation>
    </message>
    <message>
        <source>Add a segment at the playhead</source>
        <translation>Einen Abschnitt an der Abspielmarke hinzufügen</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>Eine Quelle hinzufügen</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>Videos hinzufügen</translation>
    </message>
    <message>
        <source>Analyse the selected files again</source>
        <translation>Die ausgewählten Dateien erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse video files</source>
        <translation>Videodateien analysieren</translation>
    </message>
    <message>
        <source>Begin a new session</source>
        <translation>Eine neue Sitzung beginnen</translation>
    </message>
    <message>
        <source>Cancel all files</source>
        <translation>Alle Dateien abbrechen</translation>
    </message>
    <message>
        <source>Cancel the selected files</source>
        <translation>Die ausgewählten Dateien abbrechen</translation>
    </message>
    <message>
        <source>Choose a camera</source>
        <translation>Eine Kamera wählen</translation>
    </message>
    <message>
        <source>Choose one of several</source>
        <translation>Eine von mehreren wählen</translation>
    </message>
    <message>
        <source>Close the welcome</source>
        <translation>Die Begrüßung schließen</translation>
    </message>
    <message>
        <source>Compare with another result</source>
        <translation>Mit einem anderen Ergebnis vergleichen</translation>
    </message>
    <message>
        <source>Delete sessions</source>
        <translation>Sitzungen löschen</translation>
    </message>
    <message>
        <source>Delete the chosen segment</source>
        <translation>Den gewählten Abschnitt löschen</translation>
    </message>
    <message>
        <source>Draw the skeleton</source>
        <translation>Das Skelett zeichnen</translation>
    </message>
    <message>
        <source>Export sessions</source>
        <translation>Sitzungen exportieren</translation>
    </message>
    <message>
        <source>Export the result</source>
        <translation>Das Ergebnis exportieren</translation>
    </message>
    <message>
        <source>Five seconds back or on</source>
        <translation>Fünf Sekunden zurück oder vor</translation>
    </message>
    <message>
        <source>From segment to segment in the timeline</source>
        <translation>In der Zeitleiste von Abschnitt zu Abschnitt</translation>
    </message>
    <message>
        <source>Full screen, and back</source>
        <translation>Vollbild und zurück</translation>
    </message>
    <message>
        <source>Give the chosen segment a label</source>
        <translation>Dem gewählten Abschnitt ein Label geben</translation>
    </message>
    <message>
        <source>Install a model</source>
        <translation>Ein Modell installieren</translation>
    </message>
    <message>
        <source>It ends at the playhead</source>
        <translation>Er endet an der Abspielmarke</translation>
    </message>
    <message>
        <source>It starts at the playhead</source>
        <translation>Er beginnt an der Abspielmarke</translation>
    </message>
    <message>
        <source>Keep the picture as a file</source>
        <translation>Das Bild als Datei aufheben</translation>
    </message>
    <message>
        <source>Length of the history under the video</source>
        <translation>Länge des Verlaufs unter dem Video</translation>
    </message>
    <message>
        <source>Look closer at the time</source>
        <translation>Zeit näher ansehen</translation>
    </message>
    <message>
        <source>Lower the threshold</source>
        <translation>Die Schwelle senken</translation>
    </message>
    <message>
        <source>Mirror the picture</source>
        <translation>Das Bild spiegeln</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>One of several alone, and back</source>
        <translation>Eine von mehreren allein und zurück</translation>
    </message>
    <message>
        <source>One second back or on</source>
        <translation>Eine Sekunde zurück oder vor</translation>
    </message>
    <message>
        <source>Open a video file</source>
        <translation>Eine Videodatei öffnen</translation>
    </message>
    <message>
        <source>Open an address</source>
        <translation>Eine Adresse öffnen</translation>
    </message>
    <message>
        <source>Open another result</source>
        <translation>Ein anderes Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Open the result</source>
        <translation>Das Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Open the session&apos;s result</source>
        <translation>Das Ergebnis der Sitzung öffnen</translation>
    </message>
    <message>
        <source>Open the source again</source>
        <translation>Die Quelle erneut öffnen</translation>
    </message>
    <message>
        <source>Pause and go on</source>
        <translation>Anhalten und weiter</translation>
    </message>
    <message>
        <source>Pause the queue and go on</source>
        <translation>Die Warteschlange anhalten und weiter</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>Abspielen und anhalten</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>Schneller abspielen</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>Langsamer abspielen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Raise the threshold</source>
        <translation>Die Schwelle heben</translation>
    </message>
    <message>
        <source>Record, and end the recording</source>
        <translation>Aufnehmen und die Aufnahme beenden</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Das Modell entfernen</translation>
    </message>
    <message>
        <source>Remove the source</source>
        <translation>Die Quelle entfernen</translation>
    </message>
    <message>
        <source>Reset threshold and smoothing</source>
        <translation>Schwelle und Glättung zurücksetzen</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Den Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>See all of the time</source>
        <translation>Die ganze Zeit zeigen</translation>
    </message>
    <message>
        <source>See more of the time</source>
        <translation>Mehr von der Zeit zeigen</translation>
    </message>
    <message>
        <source>Set the camera</source>
        <translation>Die Kamera einstellen</translation>
    </message>
    <message>
        <source>Show the demo</source>
        <translation>Die Demo zeigen</translation>
    </message>
    <message>
        <source>Show the result&apos;s folder</source>
        <translation>Den Ordner des Ergebnisses zeigen</translation>
    </message>
    <message>
        <source>Show the session</source>
        <translation>Die Sitzung zeigen</translation>
    </message>
    <message>
        <source>Take files off the list</source>
        <translation>Dateien von der Liste nehmen</translation>
    </message>
    <message>
        <source>The next page</source>
        <translation>Die nächste Seite</translation>
    </message>
    <message>
        <source>The next segment</source>
        <translation>Der nächste Abschnitt</translation>
    </message>
    <message>
        <source>The page before</source>
        <translation>Die vorige Seite</translation>
    </message>
    <message>
        <source>The segment before</source>
        <translation>Der vorige Abschnitt</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>To the beginning, to the end</source>
        <translation>Zum Anfang, zum Ende</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Use the model</source>
        <translation>Das Modell verwenden</translation>
    </message>
    <message>
        <source>Watch a camera</source>
        <translation>Eine Kamera beobachten</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>biceps curl</source>
        <translation>Bizepscurl</translation>
    </message>
    <message>
        <source>crunch situp</source>
        <translation>Crunch/Sit-up</translation>
    </message>
    <message>
        <source>deadlift</source>
        <translation>Kreuzheben</translation>
    </message>
    <message>
        <source>jump jack hop</source>
        <translation>Hampelmann/Hüpfen</translation>
    </message>
    <message>
        <source>jumping jack</source>
        <translation>Hampelmann</translation>
    </message>
    <message>
        <source>lunge</source>
        <translation>Ausfallschritt</translation>
    </message>
    <message>
        <source>nobody in the picture</source>
        <translation>niemand im Bild</translation>
    </message>
    <message>
        <source>nothing recognised</source>
        <translation>nichts erkannt</translation>
    </message>
    <message>
        <source>other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>overhead press</source>
        <translation>Schulterdrücken</translation>
    </message>
    <message>
        <source>plank</source>
        <translation>Unterarmstütz (Plank)</translation>
    </message>
    <message>
        <source>pull up</source>
        <translation>Klimmzug</translation>
    </message>
    <message>
        <source>push up</source>
        <translation>Liegestütz</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Rudern</translation>
    </message>
    <message>
        <source>squat</source>
        <translation>Kniebeuge</translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>90° to the left</source>
        <translation>90° nach links</translation>
    </message>
    <message>
        <source>90° to the right</source>
        <translation>90° nach rechts</translation>
    </message>
    <message>
        <source>A recording that was cut off can&apos;t be read: {name}.</source>
        <translation>Eine abgebrochene Aufnahme kann nicht gelesen werden: {name}.</translation>
    </message>
    <message>
        <source>A recording that was cut off is finished now: {name}.</source>
        <translation>Eine abgebrochene Aufnahme ist jetzt fertiggestellt: {name}.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Address of a stream</source>
        <translation>Adresse eines Streams</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Asked for {wanted}; the camera gives {mode}.</source>
        <translation>Gewünscht war {wanted}; die Kamera liefert {mode}.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Camera …</source>
        <translation>Kamera …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a camera, a file or an address</source>
        <translation>Eine Kamera, eine Datei oder eine Adresse wählen</translation>
    </message>
    <message>
        <source>Choose what is recognised</source>
        <translation>Wählen, was erkannt wird</translation>
    </message>
    <message>
        <source>Choose where recordings and snapshots go</source>
        <translation>Wählen, wohin Aufnahmen und Schnappschüsse kommen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Connecting to {name} …</source>
        <translation>Verbindung mit {name} …</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Count from nothing again (N)</source>
        <translation>Von null an zählen (N)</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>Draw the person that the model follows, where it follows one (K)</source>
        <translation>Die Person zeichnen, der das Modell folgt, falls es einer folgt (K)</translation>
    </message>
    <message>
        <source>End the recording (E)</source>
        <translation>Die Aufnahme beenden (E)</translation>
    </message>
    <message>
        <source>Folder for recordings</source>
        <translation>Ordner für Aufnahmen</translation>
    </message>
    <message>
        <source>Folder: {path} …</source>
        <translation>Ordner: {path} …</translation>
    </message>
    <message>
        <source>From a picture&apos;s arrival to the screen, 95 of 100</source>
        <translation>Vom Eintreffen eines Bildes bis zum Bildschirm, 95 von 100</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>Von – bis</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>History of the last minutes</source>
        <translation>Verlauf der letzten Minuten</translation>
    </message>
    <message>
        <source>It is opened anew. Check that it is switched on and connected.</source>
        <translation>Sie wird neu geöffnet. Prüfen Sie, ob sie eingeschaltet und angeschlossen ist.</translation>
    </message>
    <message>
        <source>Its last moments are missing. It lies in {folder}.</source>
        <translation>Die letzten Augenblicke fehlen. Sie liegt in {folder}.</translation>
    </message>
    <message>
        <source>Keep the picture as a file (S)</source>
        <translation>Das Bild als Datei aufheben (S)</translation>
    </message>
    <message>
        <source>Kept the picture as {raw} and {drawn}.</source>
        <translation>Das Bild wurde als {raw} und {drawn} aufgehoben.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (F1)</source>
        <translation>Tastenkürzel (F1)</translation>
    </message>
    <message>
        <source>Let the picture stand still (Space)</source>
        <translation>Das Bild anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Look for cameras again</source>
        <translation>Erneut nach Kameras suchen</translation>
    </message>
    <message>
        <source>Looking for cameras …</source>
        <translation>Kameras werden gesucht …</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Mean and peak tell how sure the model was of the class</source>
        <translation>Mittel und Höchstwert zeigen, wie sicher sich das Modell der Klasse war</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>Gespiegelt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model time for one picture, median</source>
        <translation>Rechenzeit des Modells für ein Bild, Median</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>Modell: {name}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Neue Sitzung</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Nothing has been recognised yet.</source>
        <translation>Noch wurde nichts erkannt.</translation>
    </message>
    <message>
        <source>Nothing was recorded.</source>
        <translation>Es wurde nichts aufgenommen.</translation>
    </message>
    <message>
        <source>Nothing was recorded: there was no picture.</source>
        <translation>Es wurde nichts aufgenommen: Es gab kein Bild.</translation>
    </message>
    <message>
        <source>Only the picture (F)</source>
        <translation>Nur das Bild (F)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a file …</source>
        <translation>Eine Datei öffnen …</translation>
    </message>
    <message>
        <source>Open a model&apos;s folder</source>
        <translation>Den Ordner eines Modells öffnen</translation>
    </message>
    <message>
        <source>Open a model&apos;s folder …</source>
        <translation>Den Ordner eines Modells öffnen …</translation>
    </message>
    <message>
        <source>Open a model&apos;s zip file</source>
        <translation>Die Zip-Datei eines Modells öffnen</translation>
    </message>
    <message>
        <source>Open a model&apos;s zip file …</source>
        <translation>Die Zip-Datei eines Modells öffnen …</translation>
    </message>
    <message>
        <source>Open a video</source>
        <translation>Ein Video öffnen</translation>
    </message>
    <message>
        <source>Open an address …</source>
        <translation>Eine Adresse öffnen …</translation>
    </message>
    <message>
        <source>Open the address (Enter)</source>
        <translation>Die Adresse öffnen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Open the camera anew, so; the model goes on (Enter)</source>
        <translation>Die Kamera so neu öffnen; das Modell läuft weiter (Eingabetaste)</translation>
    </message>
    <message>
        <source>Opening camera {number} …</source>
        <translation>Kamera {number} wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening demo …</source>
        <translation>Demo wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>{name} wird geöffnet …</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Höchstwert</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Pictures a second out of the source</source>
        <translation>Bilder je Sekunde aus der Quelle</translation>
    </message>
    <message>
        <source>Pictures a second through the model</source>
        <translation>Bilder je Sekunde durch das Modell</translation>
    </message>
    <message>
        <source>Pictures that the model was too slow for, since the start</source>
        <translation>Bilder, für die das Modell zu langsam war, seit dem Start</translation>
    </message>
    <message>
        <source>Please report it with the log.</source>
        <translation>Bitte melden Sie es mit dem Protokoll.</translation>
    </message>
    <message>
        <source>Put this line away (Esc)</source>
        <translation>Diese Zeile schließen (Esc)</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Record the video (E)</source>
        <translation>Das Video aufnehmen (E)</translation>
    </message>
    <message>
        <source>Recorded {files}.</source>
        <translation>Aufgenommen: {files}.</translation>
    </message>
    <message>
        <source>Recording: {figures}</source>
        <translation>Aufnahme: {figures}</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Shares are of the time that was watched</source>
        <translation>Anteile an der beobachteten Zeit</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Den Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the last {count} minutes (H: the next choice)</source>
        <translation>Die letzten {count} Minuten zeigen (H: die nächste Wahl)</translation>
    </message>
    <message>
        <source>Show the picture mirrored (M)</source>
        <translation>Das Bild gespiegelt zeigen (M)</translation>
    </message>
    <message>
        <source>Since {time}, {watched} watched</source>
        <translation>Seit {time}, {watched} beobachtet</translation>
    </message>
    <message>
        <source>Size, rate and rotation of the camera&apos;s picture (P)</source>
        <translation>Größe, Rate und Drehung des Kamerabilds (P)</translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation>Skelett</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {error}</source>
        <translation>Etwas Unerwartetes ist schiefgegangen: {error}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>Quelle: {name}</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Still waiting. Check that it is switched on, or choose another source.</source>
        <translation>Es wird weiter gewartet. Prüfen Sie, ob die Quelle eingeschaltet ist, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The camera gives {mode}.</source>
        <translation>Die Kamera liefert {mode}.</translation>
    </message>
    <message>
        <source>The last {count} minutes</source>
        <translation>Die letzten {count} Minuten</translation>
    </message>
    <message>
        <source>The newest {shown} of {all}; the totals count all of them.</source>
        <translation>Die neuesten {shown} von {all}; die Summen zählen alle.</translation>
    </message>
    <message>
        <source>The picture as it comes</source>
        <translation>Das Bild, wie es kommt</translation>
    </message>
    <message>
        <source>The picture goes on.</source>
        <translation>Das Bild läuft weiter.</translation>
    </message>
    <message>
        <source>The picture with label and skeleton</source>
        <translation>Das Bild mit Label und Skelett</translation>
    </message>
    <message>
        <source>The processor that really runs the model</source>
        <translation>Der Prozessor, auf dem das Modell wirklich läuft</translation>
    </message>
    <message>
        <source>The video has ended</source>
        <translation>Das Video ist zu Ende</translation>
    </message>
    <message>
        <source>The window is too narrow for the session beside the picture</source>
        <translation>Das Fenster ist zu schmal für die Sitzung neben dem Bild</translation>
    </message>
    <message>
        <source>There is no picture to keep yet.</source>
        <translation>Es gibt noch kein Bild zum Aufheben.</translation>
    </message>
    <message>
        <source>There is no picture to record yet.</source>
        <translation>Es gibt noch kein Bild zum Aufnehmen.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Trying to open it again. Check that it is switched on and connected.</source>
        <translation>Sie wird erneut geöffnet. Prüfen Sie, ob sie eingeschaltet und angeschlossen ist.</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again. If that doesn&apos;t help, restart vidclf.</source>
        <translation>Ziehen Sie sie ab und stecken Sie sie wieder an. Wenn das nicht hilft, starten Sie vidclf neu.</translation>
    </message>
    <message>
        <source>Upright</source>
        <translation>Aufrecht</translation>
    </message>
    <message>
        <source>Upside down</source>
        <translation>Auf dem Kopf</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Waiting for {name} …</source>
        <translation>Warten auf {name} …</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Was aufgenommen wird</translation>
    </message>
    <message>
        <source>What is recorded, and where</source>
        <translation>Was aufgenommen wird und wohin</translation>
    </message>
    <message>
        <source>What was recognised, when and for how long (L)</source>
        <translation>Was erkannt wurde, wann und wie lange (L)</translation>
    </message>
    <message>
        <source>What was recorded is kept: {path}</source>
        <translation>Was aufgenommen wurde, ist erhalten: {path}</translation>
    </message>
    <message>
        <source>What was when, newest first</source>
        <translation>Was wann war, Neuestes zuerst</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>collecting frames</source>
        <translation>sammelt Bilder</translation>
    </message>
    <message>
        <source>collecting frames …</source>
        <translation>Bilder werden gesammelt …</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Rechenzeit</translation>
    </message>
    <message>
        <source>loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>model fps</source>
        <translation>Modell-fps</translation>
    </message>
    <message>
        <source>no new picture</source>
        <translation>kein neues Bild</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>nobody for {time}</source>
        <translation>{time} lang niemand</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>runs on</source>
        <translation>läuft auf</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>seit {time}</translation>
    </message>
    <message>
        <source>source fps</source>
        <translation>Quellen-fps</translation>
    </message>
    <message>
        <source>this computer is too slow for this model</source>
        <translation>dieser Rechner ist zu langsam für dieses Modell</translation>
    </message>
    <message>
        <source>too few pictures a second for this model</source>
        <translation>zu wenige Bilder pro Sekunde für dieses Modell</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>{count} fehlen</translation>
    </message>
    <message>
        <source>{count} pictures are missing: this machine was too slow for them.</source>
        <translation>{count} Bilder fehlen: Dieser Computer war dafür zu langsam.</translation>
    </message>
    <message>
        <source>{count} ×</source>
        <translation>{count} ×</translation>
    </message>
    <message>
        <source>{model} goes on.</source>
        <translation>{model} läuft weiter.</translation>
    </message>
    <message>
        <source>{name} has not answered for {seconds} s.</source>
        <translation>{name} antwortet seit {seconds} s nicht.</translation>
    </message>
    <message>
        <source>{name}: no new picture for {seconds} s.</source>
        <translation>{name}: seit {seconds} s kein neues Bild.</translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation>{size} GB</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>{size} at {rate} fps</source>
        <translation>{size} mit {rate} fps</translation>
    </message>
    <message>
        <source>{source}: its driver hangs and doesn&apos;t let go of it.</source>
        <translation>{source}: Der Treiber hängt und gibt die Quelle nicht frei.</translation>
    </message>
    <message>
        <source>{source}: no picture for {seconds} s.</source>
        <translation>{source}: seit {seconds} s kein Bild.</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>vor {time}</translation>
    </message>
    <message>
        <source>{when} · nothing recognised, most probable: {top}</source>
        <translation>{when} · nichts erkannt, am wahrscheinlichsten: {top}</translation>
    </message>
    <message>
        <source>{when} · {label}, most probable: {top}</source>
        <translation>{when} · {label}, am wahrscheinlichsten: {top}</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>A baseline that knows no order</source>
        <translation>Vergleichswert ohne zeitliche Reihenfolge</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>Add a model from a zip file (Ctrl+O); or drop it here</source>
        <translation>Ein Modell aus einer Zip-Datei hinzufügen (Strg+O); oder legen Sie es hier ab</translation>
    </message>
    <message>
        <source>Add a model from its folder; or drop it here</source>
        <translation>Ein Modell aus seinem Ordner hinzufügen; oder legen Sie ihn hier ab</translation>
    </message>
    <message>
        <source>Always naming the largest class</source>
        <translation>Immer die größte Klasse nennen</translation>
    </message>
    <message>
        <source>Checking {name} …</source>
        <translation>{name} wird geprüft …</translation>
    </message>
    <message>
        <source>Clips it learnt from</source>
        <translation>Clips, aus denen es gelernt hat</translation>
    </message>
    <message>
        <source>Clips of unseen people and rooms named right</source>
        <translation>Richtig benannte Clips unbekannter Personen und Räume</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>Groups (people, rooms) they come from</source>
        <translation>Gruppen (Personen, Räume), aus denen sie stammen</translation>
    </message>
    <message>
        <source>How far the shown percentages are off</source>
        <translation>Wie weit die gezeigten Prozentwerte abweichen</translation>
    </message>
    <message>
        <source>How well</source>
        <translation>Wie gut</translation>
    </message>
    <message>
        <source>Install a folder …</source>
        <translation>Ordner installieren …</translation>
    </message>
    <message>
        <source>Install a model&apos;s folder</source>
        <translation>Den Ordner eines Modells installieren</translation>
    </message>
    <message>
        <source>Install a model&apos;s zip file</source>
        <translation>Die Zip-Datei eines Modells installieren</translation>
    </message>
    <message>
        <source>Install a zip file …</source>
        <translation>Zip-Datei installieren …</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Likewise, each class alike</source>
        <translation>Ebenso, jede Klasse gleich gewichtet</translation>
    </message>
    <message>
        <source>Looks at</source>
        <translation>Betrachtet</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models (*.zip)</source>
        <translation>Modelle (*.zip)</translation>
    </message>
    <message>
        <source>Models and their facts</source>
        <translation>Modelle und ihre Angaben</translation>
    </message>
    <message>
        <source>Movements given their label</source>
        <translation>Bewegungen, die ihr Label bekamen</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Recognises</source>
        <translation>Erkennt</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove it (Del)</source>
        <translation>Es entfernen (Entf)</translation>
    </message>
    <message>
        <source>Remove {name} from this computer?</source>
        <translation>{name} von diesem Computer entfernen?</translation>
    </message>
    <message>
        <source>The live view and new analyses use it (Enter)</source>
        <translation>Die Live-Ansicht und neue Analysen verwenden es (Eingabetaste)</translation>
    </message>
    <message>
        <source>This model has no card.</source>
        <translation>Dieses Modell hat keine Karte.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Use another model first, then remove it.</source>
        <translation>Verwenden Sie zuerst ein anderes Modell und entfernen Sie es dann.</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Modell verwenden</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Wrong labels a minute on other movements</source>
        <translation>Falsche Labels je Minute bei anderen Bewegungen</translation>
    </message>
    <message>
        <source>came with vidclf</source>
        <translation>mit vidclf geliefert</translation>
    </message>
    <message>
        <source>can&apos;t be used</source>
        <translation>kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>one person&apos;s body landmarks</source>
        <translation>die Körperpunkte einer Person</translation>
    </message>
    <message>
        <source>one person&apos;s body landmarks and picture</source>
        <translation>die Körperpunkte und das Bild einer Person</translation>
    </message>
    <message>
        <source>whole pictures</source>
        <translation>ganze Bilder</translation>
    </message>
    <message>
        <source>{label}, never shown as a label</source>
        <translation>{label}, wird nie als Label gezeigt</translation>
    </message>
    <message>
        <source>{name} is here and can be used.</source>
        <translation>{name} ist da und kann verwendet werden.</translation>
    </message>
    <message>
        <source>{name} is in use.</source>
        <translation>{name} wird verwendet.</translation>
    </message>
    <message>
        <source>{note}, in use</source>
        <translation>{note}, in Gebrauch</translation>
    </message>
    <message>
        <source>{window} pictures at {rate:g} a second ({seconds:.1f} s)</source>
        <translation>{window} Bilder, {rate:g} je Sekunde ({seconds:.1f} s)</translation>
    </message>
</context>
<context>
    <name>parts</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>How sure the model must be before a label is recognised</source>
        <translation>Wie sicher das Modell sein muss, bevor ein Label erkannt wird</translation>
    </message>
    <message>
        <source>Leave threshold and smoothing to the model (0)</source>
        <translation>Schwelle und Glättung dem Modell überlassen (0)</translation>
    </message>
    <message>
        <source>Over how many seconds the probabilities are averaged</source>
        <translation>Über wie viele Sekunden die Wahrscheinlichkeiten gemittelt werden</translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {error}</source>
        <translation>Etwas Unerwartetes ist schiefgegangen: {error}</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again; if it stays, please report it with the log.</source>
        <translation>Versuchen Sie es erneut; wenn es bleibt, melden Sie es bitte mit dem Protokoll.</translation>
    </message>
    <message>
        <source>Try it once more now</source>
        <translation>Es jetzt noch einmal versuchen</translation>
    </message>
    <message>
        <source>Trying again in {seconds} s.</source>
        <translation>Neuer Versuch in {seconds} s.</translation>
    </message>
    <message>
        <source>Trying again now …</source>
        <translation>Neuer Versuch …</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>{lowest} to {highest}</source>
        <translation>{lowest} bis {highest}</translation>
    </message>
    <message>
        <source>{value}, as the model says</source>
        <translation>{value}, wie vom Modell vorgegeben</translation>
    </message>
</context>
<context>
    <name>review</name>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Label</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a segment at the playhead (Ins)</source>
        <translation>Einen Abschnitt an der Abspielmarke hinzufügen (Einfg)</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Agreement by label</source>
        <translation>Übereinstimmung je Label</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All changes saved</source>
        <translation>Alle Änderungen gespeichert</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Analyse a video and open its result from there, or drop a result&apos;s file here.</source>
        <translation>Analysieren Sie ein Video und öffnen Sie von dort sein Ergebnis, oder legen Sie hier die Datei eines Ergebnisses ab.</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>Andere Datei …</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Choose the file of a result (Ctrl O)</source>
        <translation>Die Datei eines Ergebnisses wählen (Strg O)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Compare with another result</source>
        <translation>Mit einem anderen Ergebnis vergleichen</translation>
    </message>
    <message>
        <source>Compare with …</source>
        <translation>Vergleichen mit …</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the chosen segment (Del)</source>
        <translation>Den gewählten Abschnitt löschen (Entf)</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Draw the person that the model followed (K)</source>
        <translation>Die Person zeichnen, der das Modell folgte (K)</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Find the video …</source>
        <translation>Das Video suchen …</translation>
    </message>
    <message>
        <source>Find {name}</source>
        <translation>{name} suchen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>It shows</source>
        <translation>Es zeigt</translation>
    </message>
    <message>
        <source>Its pictures may not fit the segments.</source>
        <translation>Seine Bilder passen möglicherweise nicht zu den Abschnitten.</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>List of segments</source>
        <translation>Liste der Abschnitte</translation>
    </message>
    <message>
        <source>Look closer at the time (+, or Ctrl and the wheel)</source>
        <translation>Zeit näher ansehen (+ oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Make it again (Ctrl Shift Z)</source>
        <translation>Wiederherstellen (Strg Umschalt Z)</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>No other result of this video here</source>
        <translation>Hier gibt es kein anderes Ergebnis dieses Videos</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No result is open</source>
        <translation>Kein Ergebnis ist geöffnet</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Nothing is recognised with this threshold. Lower it, or drag in the segments&apos; track to add a segment by hand.</source>
        <translation>Mit dieser Schwelle wird nichts erkannt. Senken Sie sie, oder ziehen Sie in der Spur der Abschnitte, um einen Abschnitt von Hand hinzuzufügen.</translation>
    </message>
    <message>
        <source>One frame back (,)</source>
        <translation>Ein Bild zurück (,)</translation>
    </message>
    <message>
        <source>One frame on (.)</source>
        <translation>Ein Bild vor (.)</translation>
    </message>
    <message>
        <source>Open a result</source>
        <translation>Ein Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Open a result …</source>
        <translation>Ein Ergebnis öffnen …</translation>
    </message>
    <message>
        <source>Opening the video …</source>
        <translation>Das Video wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>{name} wird geöffnet …</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Place in the video</source>
        <translation>Stelle im Video</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play and pause (Space)</source>
        <translation>Abspielen und anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Playing speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Playing speed (&lt; and &gt;)</source>
        <translation>Geschwindigkeit (&lt; und &gt;)</translation>
    </message>
    <message>
        <source>Probability of each class</source>
        <translation>Wahrscheinlichkeit jeder Klasse</translation>
    </message>
    <message>
        <source>Put the other result away</source>
        <translation>Das andere Ergebnis schließen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Results (*{suffix})</source>
        <translation>Ergebnisse (*{suffix})</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Erneut speichern</translation>
    </message>
    <message>
        <source>Save elsewhere …</source>
        <translation>Anderswo speichern …</translation>
    </message>
    <message>
        <source>Save the result</source>
        <translation>Das Ergebnis speichern</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>See all of the time (0)</source>
        <translation>Die ganze Zeit zeigen (0)</translation>
    </message>
    <message>
        <source>See more of the time (−, or Ctrl and the wheel)</source>
        <translation>Mehr von der Zeit zeigen (− oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Segments and curves are those of the earlier one.</source>
        <translation>Abschnitte und Kurven sind die des früheren.</translation>
    </message>
    <message>
        <source>Segments and curves tell of the video as it was.</source>
        <translation>Abschnitte und Kurven zeigen das Video, wie es war.</translation>
    </message>
    <message>
        <source>Segments of the other result</source>
        <translation>Abschnitte des anderen Ergebnisses</translation>
    </message>
    <message>
        <source>Show another result of this video beside this one (Ctrl D)</source>
        <translation>Ein anderes Ergebnis dieses Videos daneben zeigen (Strg D)</translation>
    </message>
    <message>
        <source>Show it anyway</source>
        <translation>Trotzdem zeigen</translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation>Skelett</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Take the last correction back (Ctrl Z)</source>
        <translation>Die letzte Korrektur zurücknehmen (Strg Z)</translation>
    </message>
    <message>
        <source>The chosen segment&apos;s label, or the one for new segments (1 … 9). Drag on an empty place of the track to add one.</source>
        <translation>Das Label des gewählten Abschnitts oder das für neue (1 … 9). Ziehen Sie an einer leeren Stelle der Spur, um einen hinzuzufügen.</translation>
    </message>
    <message>
        <source>The model says here: {label}</source>
        <translation>Das Modell sagt hier: {label}</translation>
    </message>
    <message>
        <source>The model {name} has changed since this analysis.</source>
        <translation>Das Modell {name} hat sich seit dieser Analyse geändert.</translation>
    </message>
    <message>
        <source>The same for {share} of the time. {same} segments are in both, of {here} here and {there} there (F1 {f1}).</source>
        <translation>Gleich während {share} der Zeit. {same} Abschnitte sind in beiden, von {here} hier und {there} dort (F1 {f1}).</translation>
    </message>
    <message>
        <source>The video is not there: {path}</source>
        <translation>Das Video ist nicht da: {path}</translation>
    </message>
    <message>
        <source>This</source>
        <translation>Dieses</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Timeline and segments can be used without it. If it was moved, say where it is.</source>
        <translation>Zeitleiste und Abschnitte sind auch ohne das Video nutzbar. Wenn es verschoben wurde, geben Sie an, wo es liegt.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>To the next segment (N)</source>
        <translation>Zum nächsten Abschnitt (N)</translation>
    </message>
    <message>
        <source>To the segment before (P)</source>
        <translation>Zum vorigen Abschnitt (P)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Visible classes</source>
        <translation>Sichtbare Klassen</translation>
    </message>
    <message>
        <source>Visible time</source>
        <translation>Sichtbare Zeit</translation>
    </message>
    <message>
        <source>Where they differ</source>
        <translation>Wo sie sich unterscheiden</translation>
    </message>
    <message>
        <source>Where they differ, longest first</source>
        <translation>Wo sie sich unterscheiden, längste zuerst</translation>
    </message>
    <message>
        <source>Write tables, subtitles, a report or a video (Ctrl E)</source>
        <translation>Tabellen, Untertitel, einen Bericht oder ein Video schreiben (Strg E)</translation>
    </message>
    <message>
        <source>Your changes are kept as long as this result is open.</source>
        <translation>Ihre Änderungen bleiben erhalten, solange dieses Ergebnis geöffnet ist.</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>nobody in the picture</source>
        <translation>niemand im Bild</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>nothing recognised</source>
        <translation>nichts erkannt</translation>
    </message>
    <message>
        <source>{label}, {start} to {end}</source>
        <translation>{label}, {start} bis {end}</translation>
    </message>
    <message>
        <source>{label}: {probability} at {time}</source>
        <translation>{label}: {probability} bei {time}</translation>
    </message>
    <message>
        <source>{model} · analysed {when} on {provider}</source>
        <translation>{model} · analysiert {when} auf {provider}</translation>
    </message>
    <message>
        <source>{name} has changed since it was analysed.</source>
        <translation>{name} hat sich seit der Analyse geändert.</translation>
    </message>
    <message>
        <source>{name} is not opened yet, so that your changes are not lost.</source>
        <translation>{name} wird noch nicht geöffnet, damit Ihre Änderungen nicht verloren gehen.</translation>
    </message>
    <message>
        <source>{name} is not the video that was analysed.</source>
        <translation>{name} ist nicht das Video, das analysiert wurde.</translation>
    </message>
    <message>
        <source>{number}x</source>
        <translation>{number}x</translation>
    </message>
    <message>
        <source>{segment}, by hand</source>
        <translation>{segment}, von Hand</translation>
    </message>
    <message>
        <source>{start} to {end}: {first}, the other {second}</source>
        <translation>{start} bis {end}: {first}, das andere {second}</translation>
    </message>
    <message>
        <source>… and {count} shorter ones</source>
        <translation>… und {count} kürzere</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Probabilities</source>
        <translation>&amp;Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>&amp;Runs on</source>
        <translation>&amp;Läuft auf</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Alle Einstellungen</translation>
    </message>
    <message>
        <source>All settings are as they were at the first start.</source>
        <translation>Alle Einstellungen sind wieder wie beim ersten Start.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Asks before it does so</source>
        <translation>Fragt vorher nach</translation>
    </message>
    <message>
        <source>Automatic: GPU where it can be used</source>
        <translation>Automatisch: GPU, wo sie nutzbar ist</translation>
    </message>
    <message>
        <source>Beside the videos</source>
        <translation>Neben den Videos</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>Nur CPU</translation>
    </message>
    <message>
        <source>CUDA could not be started; the extra vidclf[cuda] brings its libraries</source>
        <translation>CUDA ließ sich nicht starten; das Extra vidclf[cuda] bringt die Bibliotheken mit</translation>
    </message>
    <message>
        <source>Choose a folder for recordings</source>
        <translation>Einen Ordner für Aufnahmen wählen</translation>
    </message>
    <message>
        <source>Choose a folder for results</source>
        <translation>Einen Ordner für Ergebnisse wählen</translation>
    </message>
    <message>
        <source>Choose a folder …</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Choose another folder. The one before stays in use.</source>
        <translation>Wählen Sie einen anderen Ordner. Der bisherige bleibt in Gebrauch.</translation>
    </message>
    <message>
        <source>Choose, install and read about models</source>
        <translation>Modelle wählen, installieren und nachlesen</translation>
    </message>
    <message>
        <source>Close the window and start vidclf whenever it suits you.</source>
        <translation>Schließen Sie das Fenster und starten Sie vidclf neu, wann immer es Ihnen passt.</translation>
    </message>
    <message>
        <source>Copies of the models that you added.</source>
        <translation>Kopien der Modelle, die Sie hinzugefügt haben.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Default folder for recordings</source>
        <translation>Standardordner für Aufnahmen</translation>
    </message>
    <message>
        <source>Each result is written beside its video.</source>
        <translation>Jedes Ergebnis wird neben sein Video geschrieben.</translation>
    </message>
    <message>
        <source>Files still to be analysed</source>
        <translation>Noch zu analysierende Dateien</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Folder for recordings</source>
        <translation>Ordner für Aufnahmen</translation>
    </message>
    <message>
        <source>Folder for results</source>
        <translation>Ordner für Ergebnisse</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>From 0 to 1: {example}</source>
        <translation>Von 0 bis 1: {example}</translation>
    </message>
    <message>
        <source>GPU only</source>
        <translation>Nur GPU</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>In use now: {provider}</source>
        <translation>Jetzt in Gebrauch: {provider}</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Keep a history of sessions</source>
        <translation>Einen Verlauf der Sitzungen führen</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>Look for it with your file manager.</source>
        <translation>Suchen Sie ihn mit Ihrer Dateiverwaltung.</translation>
    </message>
    <message>
        <source>Minutes and seconds: {example}</source>
        <translation>Minuten und Sekunden: {example}</translation>
    </message>
    <message>
        <source>Models …</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s CUDA doesn&apos;t exist for this system</source>
        <translation>NVIDIAs CUDA gibt es für dieses System nicht</translation>
    </message>
    <message>
        <source>Note what was recognised, from when to when; no pictures</source>
        <translation>Festhalten, was wann erkannt wurde; keine Bilder</translation>
    </message>
    <message>
        <source>Nothing leaves this computer, except what you tell alerts to send.</source>
        <translation>Nichts verlässt diesen Computer, außer was Sie durch Benachrichtigungen senden lassen.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open folder: {name}</source>
        <translation>Ordner öffnen: {name}</translation>
    </message>
    <message>
        <source>Percent: {example}</source>
        <translation>Prozent: {example}</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Recordings and snapshots</source>
        <translation>Aufnahmen und Schnappschüsse</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all settings …</source>
        <translation>Alle Einstellungen zurücksetzen …</translation>
    </message>
    <message>
        <source>Reset all settings? Your recordings, results, models and the history stay.</source>
        <translation>Alle Einstellungen zurücksetzen? Ihre Aufnahmen, Ergebnisse, Modelle und der Verlauf bleiben.</translation>
    </message>
    <message>
        <source>Results beside the videos</source>
        <translation>Ergebnisse neben den Videos</translation>
    </message>
    <message>
        <source>Results of files</source>
        <translation>Ergebnisse von Dateien</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Seconds: {example}</source>
        <translation>Sekunden: {example}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show it in the file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Show the welcome again</source>
        <translation>Begrüßung noch einmal zeigen</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>Z&amp;eiten</translation>
    </message>
    <message>
        <source>Takes effect when vidclf starts again.</source>
        <translation>Gilt ab dem nächsten Start von vidclf.</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>&amp;Textgröße</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>The language changes when vidclf starts again.</source>
        <translation>Die Sprache ändert sich beim nächsten Start von vidclf.</translation>
    </message>
    <message>
        <source>Their names, for the next start.</source>
        <translation>Ihre Namen, für den nächsten Start.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>They are in use until the window is closed.</source>
        <translation>Sie gelten, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Videos and pictures, only where you pressed the button.</source>
        <translation>Videos und Bilder, nur wo Sie den Knopf gedrückt haben.</translation>
    </message>
    <message>
        <source>What stands on this page, the last source, and where alerts are sent. These may hold passwords.</source>
        <translation>Was auf dieser Seite steht, die letzte Quelle und wohin Benachrichtigungen gesendet werden. Darin können Passwörter stehen.</translation>
    </message>
    <message>
        <source>What vidclf does, in one screen</source>
        <translation>Was vidclf tut, auf einen Blick</translation>
    </message>
    <message>
        <source>What was recognised in your files.</source>
        <translation>Was in Ihren Dateien erkannt wurde.</translation>
    </message>
    <message>
        <source>What was recognised in your files. This folder takes what can&apos;t be written beside its video.</source>
        <translation>Was in Ihren Dateien erkannt wurde. Dieser Ordner nimmt auf, was nicht neben sein Video geschrieben werden kann.</translation>
    </message>
    <message>
        <source>When which exercise was recognised, for how long. No pictures.</source>
        <translation>Wann welche Übung wie lange erkannt wurde. Keine Bilder.</translation>
    </message>
    <message>
        <source>Write each result beside its video</source>
        <translation>Jedes Ergebnis neben sein Video schreiben</translation>
    </message>
    <message>
        <source>Write recordings and snapshots into another folder</source>
        <translation>Aufnahmen und Schnappschüsse in einen anderen Ordner schreiben</translation>
    </message>
    <message>
        <source>Write recordings and snapshots where they went at first</source>
        <translation>Aufnahmen und Schnappschüsse wieder in den ursprünglichen Ordner schreiben</translation>
    </message>
    <message>
        <source>Write the results of all files into one folder</source>
        <translation>Die Ergebnisse aller Dateien in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>no NVIDIA driver</source>
        <translation>kein NVIDIA-Treiber</translation>
    </message>
    <message>
        <source>no model is running</source>
        <translation>es läuft kein Modell</translation>
    </message>
    <message>
        <source>this ONNX Runtime was built without CUDA</source>
        <translation>diese ONNX Runtime wurde ohne CUDA gebaut</translation>
    </message>
    <message>
        <source>vidclf</source>
        <translation>vidclf</translation>
    </message>
    <message>
        <source>{folder} can&apos;t be shown.</source>
        <translation>{folder} kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>{folder} can&apos;t be used: {reason}.</source>
        <translation>{folder} kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>{provider} (CUDA can&apos;t be used: {reason})</source>
        <translation>{provider} (CUDA ist nicht nutzbar: {reason})</translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Back to the list of files</source>
        <translation>Zurück zur Liste der Dateien</translation>
    </message>
    <message>
        <source>Corrections could not be saved when vidclf ended: {names}.</source>
        <translation>Beim Beenden von vidclf konnten Korrekturen nicht gespeichert werden: {names}.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>They are in {folder}. Open them from there, or move them beside their videos.</source>
        <translation>Sie liegen in {folder}. Öffnen Sie sie von dort, oder verschieben Sie sie neben ihre Videos.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
</context>
<context>
    <name>units</name>
    <message>
        <source>.</source>
        <translation>,</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
</context>
<context>
    <name>wall</name>
    <message>
        <source>A camera gives its picture only once. Choose another one.</source>
        <translation>Eine Kamera liefert ihr Bild nur einmal. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>Eine Quelle hinzufügen</translation>
    </message>
    <message>
        <source>Add …</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Remove one first: choose it and press Ctrl W.</source>
        <translation>Entfernen Sie zuerst eine: Wählen Sie sie aus und drücken Sie Strg W.</translation>
    </message>
    <message>
        <source>Show one more camera, file or address (Ctrl N)</source>
        <translation>Noch eine Kamera, Datei oder Adresse zeigen (Strg N)</translation>
    </message>
    <message>
        <source>This window shows {count} sources at most.</source>
        <translation>Dieses Fenster zeigt höchstens {count} Quellen.</translation>
    </message>
    <message>
        <source>Video {number}: {name}</source>
        <translation>Video {number}: {name}</translation>
    </message>
    <message>
        <source>{camera}: is already open in this window.</source>
        <translation>{camera}: ist in diesem Fenster schon geöffnet.</translation>
    </message>
    <message>
        <source>{count} dropped</source>
        <translation>{count} ausgelassen</translation>
    </message>
    <message>
        <source>{rate} fps</source>
        <translation>{rate} fps</translation>
    </message>
</context>
<context>
    <name>welcome</name>
    <message>
        <source>A figure exercises; no camera needed (D)</source>
        <translation>Eine Figur trainiert; ohne Kamera (D)</translation>
    </message>
    <message>
        <source>All is computed on this computer, and nothing leaves it, except what you tell alerts to send. Videos are kept only where you press Record.</source>
        <translation>Alles wird auf diesem Computer berechnet, und nichts verlässt ihn, außer was Sie durch Benachrichtigungen senden lassen. Videos werden nur aufgehoben, wenn Sie auf „Aufnehmen“ drücken.</translation>
    </message>
    <message>
        <source>Analyse video files</source>
        <translation>Videodateien analysieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Find out what is done in recordings, and when (O)</source>
        <translation>Herausfinden, was in Aufnahmen getan wird, und wann (O)</translation>
    </message>
    <message>
        <source>Go on without choosing (Esc)</source>
        <translation>Weiter, ohne zu wählen (Esc)</translation>
    </message>
    <message>
        <source>How do you want to begin?</source>
        <translation>Womit möchten Sie beginnen?</translation>
    </message>
    <message>
        <source>It follows one person, whose whole body should be in the picture. Movements that it doesn&apos;t know it may take for one that looks alike. It doesn&apos;t judge whether an exercise is done well.</source>
        <translation>Es folgt einer Person, deren ganzer Körper im Bild sein sollte. Bewegungen, die es nicht kennt, kann es für eine ähnliche halten. Es beurteilt nicht, ob eine Übung gut ausgeführt wird.</translation>
    </message>
    <message>
        <source>It looks at the whole picture. Movements that it doesn&apos;t know it may take for one that looks alike. It doesn&apos;t judge whether an exercise is done well.</source>
        <translation>Es betrachtet das ganze Bild. Bewegungen, die es nicht kennt, kann es für eine ähnliche halten. Es beurteilt nicht, ob eine Übung gut ausgeführt wird.</translation>
    </message>
    <message>
        <source>Recognise live what somebody does (C)</source>
        <translation>Live erkennen, was jemand tut (C)</translation>
    </message>
    <message>
        <source>Show the demo</source>
        <translation>Die Demo zeigen</translation>
    </message>
    <message>
        <source>The model can&apos;t be read; choose one on the Models page.</source>
        <translation>Das Modell kann nicht gelesen werden; wählen Sie eines auf der Seite „Modelle“.</translation>
    </message>
    <message>
        <source>The model knows: {names}.</source>
        <translation>Das Modell kennt: {names}.</translation>
    </message>
    <message>
        <source>Watch a camera</source>
        <translation>Kamera beobachten</translation>
    </message>
    <message>
        <source>Welcome to vidclf</source>
        <translation>Willkommen bei vidclf</translation>
    </message>
    <message>
        <source>What happens to your pictures</source>
        <translation>Was mit Ihren Bildern geschieht</translation>
    </message>
    <message>
        <source>What it knows, and what it doesn&apos;t</source>
        <translation>Was es kann und was nicht</translation>
    </message>
    <message>
        <source>You find this page again in the settings. F1 lists all keys.</source>
        <translation>Diese Seite finden Sie in den Einstellungen wieder. F1 zeigt alle Tasten.</translation>
    </message>
    <message>
        <source>and {number} more</source>
        <translation>und {number} weitere</translation>
    </message>
    <message>
        <source>vidclf watches a person in a video and tells, moment by moment, which exercise is done, from when to when, and how sure it is.</source>
        <translation>vidclf beobachtet eine Person in einem Video und sagt Augenblick für Augenblick, welche Übung sie macht, von wann bis wann und wie sicher das ist.</translation>
    </message>
</context>
</TS>
