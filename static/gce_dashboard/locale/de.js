window.gceCatalog = {plural: (n) => (n != 1), messages: {
 "%(count)s selected resource is not in a state for this and stays as it is: %(names)s": [
  "%(count)s ausgewählte Ressource ist nicht im passenden Zustand und bleibt unverändert: %(names)s",
  "%(count)s ausgewählte Ressourcen sind nicht im passenden Zustand und bleiben unverändert: %(names)s"
 ],
 "%(sent)s of %(count)s": "%(sent)s von %(count)s",
 "%s (not found)": "%s (nicht gefunden)",
 "%s (request %s)": "%s (Anfrage %s)",
 "%s (the newest)": "%s (neuestes)",
 "%s failed": [
  "%s fehlgeschlagen",
  "%s fehlgeschlagen"
 ],
 "%s is in use already.": "%s wird bereits verwendet.",
 "%s operation has finished": [
  "%s Vorgang ist abgeschlossen",
  "%s Vorgänge sind abgeschlossen"
 ],
 "%s result": [
  "%s Ergebnis",
  "%s Ergebnisse"
 ],
 "%s rows": "%s Zeilen",
 "%s selected": [
  "%s ausgewählt",
  "%s ausgewählt"
 ],
 "Actions for %s": "Aktionen für %s",
 "All has been sent. The image is being stored …": "Alles ist gesendet. Das Image wird gespeichert …",
 "Change and try again": "Ändern und noch einmal versuchen",
 "Choose the file once more.": "Wählen Sie die Datei noch einmal aus.",
 "Close": "Schließen",
 "Copied": "Kopiert",
 "Copy": "Kopieren",
 "Could not be loaded": "Konnte nicht geladen werden",
 "Delete the view %s": "Ansicht %s löschen",
 "Done": "Abgeschlossen",
 "Download": "Herunterladen",
 "Edit": "Bearbeiten",
 "Failed": "Fehlgeschlagen",
 "Loading …": "Wird geladen …",
 "More …": "Mehr …",
 "None available": "Keine verfügbar",
 "Nothing in this project has that.": "Nichts in diesem Projekt entspricht der Suche.",
 "Open the console": "Konsole öffnen",
 "Pages": "Seiten",
 "Remove %s": "%s entfernen",
 "Request ID": "Anfrage-ID",
 "Running": "Wird ausgeführt",
 "Searching …": "Suche läuft …",
 "Sign in again": "Erneut anmelden",
 "Some fields need another look.": "Bitte überprüfen Sie einige Felder noch einmal.",
 "The browser did not let the console's window open.": "Der Browser hat das Öffnen des Konsolenfensters nicht zugelassen.",
 "The console cannot be reached. Check the network connection.": "Die Konsole ist nicht erreichbar. Prüfen Sie die Netzwerkverbindung.",
 "The console could not do that.": "Die Konsole konnte das nicht ausführen.",
 "The file could not be sent.": "Die Datei konnte nicht gesendet werden.",
 "The file is empty.": "Die Datei ist leer.",
 "The file is larger than %s GB, the most that is taken.": "Die Datei ist größer als %s GB; mehr wird nicht angenommen.",
 "The file was not taken.": "Die Datei wurde nicht angenommen.",
 "The upload was cancelled.": "Der Upload wurde abgebrochen.",
 "There is no room for another view. Delete one first.": "Es ist kein Platz für eine weitere Ansicht. Löschen Sie zuerst eine.",
 "Try again": "Noch einmal versuchen",
 "Type %s to confirm": "Geben Sie zur Bestätigung %s ein",
 "You have been signed out.": "Sie wurden abgemeldet.",
 "You need the permission %s for that.": "Dafür benötigen Sie die Berechtigung %s.",
 "current": "aktuell",
 "of %s": "von %s"
}};
