<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About FundusViewer</source>
        <translation>Über FundusViewer</translation>
    </message>
    <message>
        <source>Grades fundus photographs for diabetic retinopathy and shows with a heat map where the network looked. Photographs and findings stay on this computer.</source>
        <translation>Beurteilt Fundusaufnahmen auf diabetische Retinopathie und zeigt mit einer Heatmap, wohin das Netz gesehen hat. Aufnahmen und Befunde bleiben auf diesem Computer.</translation>
    </message>
    <message>
        <source>Sample photographs: Häggström, Wikimedia Commons, CC0; IDRiD, Porwal et al. 2018, CC BY 4.0, one of them blurred and darkened. Licence: MIT.</source>
        <translation>Beispielaufnahmen: Häggström, Wikimedia Commons, CC0; IDRiD, Porwal et al. 2018, CC BY 4.0, eine davon unscharf und dunkel gemacht. Lizenz: MIT.</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;DICOM</source>
        <translation>D&amp;ICOM</translation>
    </message>
    <message>
        <source>Show DICOM &amp;tags…</source>
        <translation>DICOM-&amp;Tags anzeigen…</translation>
    </message>
    <message>
        <source>Fetch &amp;earlier photographs of this patient</source>
        <translation>&amp;Frühere Aufnahmen dieses Patienten holen</translation>
    </message>
    <message>
        <source>Write findings as DICOM &amp;objects…</source>
        <translation>Befunde als DICOM-&amp;Objekte schreiben…</translation>
    </message>
    <message>
        <source>&amp;Send findings to the archive</source>
        <translation>Befunde an das Archiv &amp;senden</translation>
    </message>
    <message>
        <source>Write findings as &amp;FHIR…</source>
        <translation>Befunde als FHIR s&amp;chreiben…</translation>
    </message>
    <message>
        <source>Send findings to the F&amp;HIR server</source>
        <translation>Befunde an den F&amp;HIR-Server senden</translation>
    </message>
    <message>
        <source>Save &amp;de-identified copy…</source>
        <translation>&amp;De-identifizierte Kopie speichern…</translation>
    </message>
    <message>
        <source>&amp;Network…</source>
        <translation>&amp;Netzwerk…</translation>
    </message>
    <message>
        <source>&amp;Open photographs…</source>
        <translation>Aufnahmen ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open the sa&amp;mple photographs</source>
        <translation>Beispielaufnah&amp;men öffnen</translation>
    </message>
    <message>
        <source>&amp;Save overlay…</source>
        <translation>Overlay s&amp;peichern…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Close all photographs</source>
        <translation>&amp;Alle Aufnahmen schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Model cards…</source>
        <translation>&amp;Modellkarten…</translation>
    </message>
    <message>
        <source>&amp;Fit to this clinic…</source>
        <translation>An Klinik an&amp;passen…</translation>
    </message>
    <message>
        <source>Open mo&amp;del folder</source>
        <translation>Modell&amp;ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Inside the network…</source>
        <translation>&amp;Einblick in das Netz…</translation>
    </message>
    <message>
        <source>&amp;Refresh model list</source>
        <translation>Modell&amp;liste aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About FundusViewer</source>
        <translation>Ü&amp;ber FundusViewer</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Photograph</source>
        <translation>A&amp;ufnahme</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfung</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <extracomment>Filled with the themes by :meth:`.Actions.fill_themes`.</extracomment>
        <translation>Dar&amp;stellung</translation>
    </message>
    <message>
        <source>&amp;As the system</source>
        <translation>&amp;Wie das System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Next photograph</source>
        <translation>&amp;Nächste Aufnahme</translation>
    </message>
    <message>
        <source>&amp;Previous photograph</source>
        <translation>&amp;Vorige Aufnahme</translation>
    </message>
    <message>
        <source>Firs&amp;t photograph</source>
        <translation>E&amp;rste Aufnahme</translation>
    </message>
    <message>
        <source>L&amp;ast photograph</source>
        <translation>Letz&amp;te Aufnahme</translation>
    </message>
    <message>
        <source>Next to re&amp;view</source>
        <translation>Nächste &amp;zu prüfende</translation>
    </message>
    <message>
        <source>E&amp;xamine again</source>
        <translation>&amp;Erneut untersuchen</translation>
    </message>
    <message>
        <source>Pa&amp;use examination</source>
        <translation>Untersuchung anha&amp;lten</translation>
    </message>
    <message>
        <source>&amp;Resume examination</source>
        <translation>&amp;Untersuchung fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Accept the network&apos;s grade</source>
        <translation>Stadium des Netzes über&amp;nehmen</translation>
    </message>
    <message>
        <source>Grade &amp;0: no apparent retinopathy</source>
        <translation>Stadium &amp;0: keine erkennbare DR</translation>
    </message>
    <message>
        <source>Grade &amp;1: mild NPDR</source>
        <translation>Stadium &amp;1: milde NPDR</translation>
    </message>
    <message>
        <source>Grade &amp;2: moderate NPDR</source>
        <translation>Stadium &amp;2: mäßige NPDR</translation>
    </message>
    <message>
        <source>Grade &amp;3: severe NPDR</source>
        <translation>Stadium &amp;3: schwere NPDR</translation>
    </message>
    <message>
        <source>Grade &amp;4: proliferative DR</source>
        <translation>Stadium &amp;4: proliferative DR</translation>
    </message>
    <message>
        <source>&amp;Ungradable</source>
        <translation>Nicht b&amp;eurteilbar</translation>
    </message>
    <message>
        <source>&amp;Withdraw my grade</source>
        <translation>Mein Stadium &amp;zurückziehen</translation>
    </message>
    <message>
        <source>Un&amp;do</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>N&amp;otiz</translation>
    </message>
    <message>
        <source>Grading &amp;form</source>
        <translation>Befundbo&amp;gen</translation>
    </message>
    <message>
        <source>Patient, &amp;eye and date…</source>
        <translation>&amp;Patient, Auge und Datum…</translation>
    </message>
    <message>
        <source>Patient&apos;s &amp;course…</source>
        <translation>Verlauf der Besu&amp;che…</translation>
    </message>
    <message>
        <source>Review &amp;history…</source>
        <translation>Prüfverlau&amp;f…</translation>
    </message>
    <message>
        <source>Advance after each &amp;grade</source>
        <translation>Nach &amp;jedem Stadium weiter</translation>
    </message>
    <message>
        <source>Grade &amp;blind: hide the network&apos;s answer until I have graded</source>
        <translation>&amp;Verblindet: Antwort des Netzes erst nach meinem Stadium zeigen</translation>
    </message>
    <message>
        <source>Agree&amp;ment with the network…</source>
        <translation>Ü&amp;bereinstimmung mit dem Netz…</translation>
    </message>
    <message>
        <source>Photographs over &amp;time…</source>
        <translation>Zeitver&amp;lauf…</translation>
    </message>
    <message>
        <source>M&amp;y name…</source>
        <translation>&amp;Mein Name…</translation>
    </message>
    <message>
        <source>R&amp;eaders…</source>
        <translation>Be&amp;funder…</translation>
    </message>
    <message>
        <source>&amp;Check a cohort list…</source>
        <translation>&amp;Kohortenliste prüfen…</translation>
    </message>
    <message>
        <source>&amp;Search the list</source>
        <translation>Liste durch&amp;suchen</translation>
    </message>
    <message>
        <source>F&amp;ilter the list</source>
        <translation>Liste f&amp;iltern</translation>
    </message>
    <message>
        <source>S&amp;ort the list</source>
        <translation>Liste s&amp;ortieren</translation>
    </message>
    <message>
        <source>Expan&amp;d all visits</source>
        <translation>Alle &amp;Besuche aufklappen</translation>
    </message>
    <message>
        <source>Collapse all visits</source>
        <translation>Alle Besuche zuklappen</translation>
    </message>
    <message>
        <source>Select a&amp;ll photographs</source>
        <translation>&amp;Alle Aufnahmen auswählen</translation>
    </message>
    <message>
        <source>Patients &amp;from file names…</source>
        <translation>Patienten aus &amp;Dateinamen…</translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation>Ordner über&amp;wachen…</translation>
    </message>
    <message>
        <source>&amp;Show all photographs of the database</source>
        <translation>&amp;Alle Aufnahmen der Datenbank zeigen</translation>
    </message>
    <message>
        <source>&amp;Open database…</source>
        <translation>Datenbank ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;New database…</source>
        <translation>&amp;Neue Datenbank…</translation>
    </message>
    <message>
        <source>Open default &amp;database</source>
        <translation>&amp;Standarddatenbank öffnen</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <extracomment>In the File menu.</extracomment>
        <translation>&amp;Datenbank</translation>
    </message>
    <message>
        <source>&amp;Export the list</source>
        <translation>&amp;Liste exportieren</translation>
    </message>
    <message>
        <source>Un&amp;do: {what}</source>
        <translation>&amp;Rückgängig: {what}</translation>
    </message>
    <message>
        <source>&amp;Redo: {what}</source>
        <translation>&amp;Wiederholen: {what}</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>&amp;Heatmap</translation>
    </message>
    <message>
        <source>Outline the hottest &amp;regions</source>
        <translation>Auffälligste &amp;Bereiche umranden</translation>
    </message>
    <message>
        <source>Photograph without over&amp;lay while the key is held</source>
        <translation>&amp;Nur die Aufnahme, solange die Taste gedrückt ist</translation>
    </message>
    <message>
        <source>Heat map more &amp;opaque</source>
        <translation>Heatmap &amp;deckender</translation>
    </message>
    <message>
        <source>Heat map more &amp;transparent</source>
        <translation>Heatmap &amp;transparenter</translation>
    </message>
    <message>
        <source>Explain the &amp;next class</source>
        <translation>Nächste &amp;Klasse erklären</translation>
    </message>
    <message>
        <source>Explain the &amp;previous class</source>
        <translation>&amp;Vorige Klasse erklären</translation>
    </message>
    <message>
        <source>&amp;Both side panels</source>
        <translation>&amp;Beide Seitenleisten</translation>
    </message>
    <message>
        <source>&amp;Left panel: the list</source>
        <translation>&amp;Linke Seitenleiste: Liste</translation>
    </message>
    <message>
        <source>&amp;Right panel: finding and grade</source>
        <translation>&amp;Rechte Seitenleiste: Befund und Stadium</translation>
    </message>
    <message>
        <source>&amp;Next control</source>
        <translation>&amp;Nächstes Bedienelement</translation>
    </message>
    <message>
        <source>&amp;Overview when zoomed in</source>
        <translation>&amp;Übersicht bei Vergrößerung</translation>
    </message>
    <message>
        <source>&amp;Words below the photograph</source>
        <translation>Beschriftung &amp;unter der Aufnahme</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Fit the retina to the window</source>
        <translation>Netzhaut ins &amp;Fenster einpassen</translation>
    </message>
    <message>
        <source>Fit the &amp;whole photograph, with its surround</source>
        <translation>G&amp;anze Aufnahme mit Rand einpassen</translation>
    </message>
    <message>
        <source>&amp;Actual size (1:1)</source>
        <translation>&amp;Originalgröße (1:1)</translation>
    </message>
    <message>
        <source>Dou&amp;ble size (2:1)</source>
        <translation>&amp;Doppelte Größe (2:1)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ve&amp;rgrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Move &amp;left</source>
        <translation>Nach &amp;links</translation>
    </message>
    <message>
        <source>Move &amp;right</source>
        <translation>Nach &amp;rechts</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Turn to the ri&amp;ght</source>
        <translation>Nach &amp;rechts drehen</translation>
    </message>
    <message>
        <source>Turn to the le&amp;ft</source>
        <translation>Nach &amp;links drehen</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>&amp;Spiegeln</translation>
    </message>
    <message>
        <source>&amp;Loupe</source>
        <translation>&amp;Lupe</translation>
    </message>
    <message>
        <source>Red-&amp;free (green channel)</source>
        <translation>Rot&amp;frei (Grünkanal)</translation>
    </message>
    <message>
        <source>&amp;Red channel</source>
        <translation>&amp;Rotkanal</translation>
    </message>
    <message>
        <source>&amp;Blue channel</source>
        <translation>&amp;Blaukanal</translation>
    </message>
    <message>
        <source>&amp;Enhance local contrast (CLAHE)</source>
        <translation>&amp;Lokalen Kontrast anheben (CLAHE)</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>&amp;Invertieren</translation>
    </message>
    <message>
        <source>Bri&amp;ghter</source>
        <translation>&amp;Heller</translation>
    </message>
    <message>
        <source>&amp;Darker</source>
        <translation>&amp;Dunkler</translation>
    </message>
    <message>
        <source>&amp;More contrast</source>
        <translation>&amp;Mehr Kontrast</translation>
    </message>
    <message>
        <source>&amp;Less contrast</source>
        <translation>&amp;Weniger Kontrast</translation>
    </message>
    <message>
        <source>Lighter &amp;shadows (gamma up)</source>
        <translation>Hellere &amp;Schatten (Gamma höher)</translation>
    </message>
    <message>
        <source>Darker s&amp;hadows (gamma down)</source>
        <translation>Dunklere S&amp;chatten (Gamma niedriger)</translation>
    </message>
    <message>
        <source>&amp;Original display</source>
        <translation>&amp;Originalanzeige</translation>
    </message>
    <message>
        <source>&amp;Both eyes side by side</source>
        <translation>&amp;Beide Augen nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Make the other eye active</source>
        <translation>Anderes Auge akti&amp;v schalten</translation>
    </message>
    <message>
        <source>&amp;Two visits superimposed</source>
        <translation>&amp;Zwei Besuche übereinander</translation>
    </message>
    <message>
        <source>Choose the &amp;other photograph…</source>
        <translation>&amp;Andere Aufnahme wählen…</translation>
    </message>
    <message>
        <source>Slider to the &amp;left</source>
        <translation>Schieber nach &amp;links</translation>
    </message>
    <message>
        <source>Slider to the &amp;right</source>
        <translation>Schieber nach &amp;rechts</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>Mark the optic &amp;disc</source>
        <translation>&amp;Papille markieren</translation>
    </message>
    <message>
        <source>Set a &amp;point in the middle of the view</source>
        <translation>P&amp;unkt in die Bildmitte setzen</translation>
    </message>
    <message>
        <source>&amp;Remove mark or measure</source>
        <translation>Mar&amp;kierung, Maß weg</translation>
    </message>
    <message>
        <source>&amp;Measure and mark</source>
        <translation>&amp;Messen und markieren</translation>
    </message>
    <message>
        <source>&amp;Panels and screen</source>
        <translation>Seitenleisten und B&amp;ildschirm</translation>
    </message>
    <message>
        <source>&amp;Turn and mirror</source>
        <translation>Drehen &amp;und spiegeln</translation>
    </message>
    <message>
        <source>Mo&amp;ve</source>
        <translation>&amp;Verschieben</translation>
    </message>
    <message>
        <source>&amp;Display only (does not affect grading)</source>
        <translation>&amp;Nur Anzeige (ohne Einfluss auf die Beurteilung)</translation>
    </message>
    <message>
        <source>&amp;Explanation</source>
        <translation>&amp;Erklärung</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>Ver&amp;gleichen</translation>
    </message>
    <message>
        <source>Optic &amp;disc, fovea and ETDRS grid</source>
        <translation>&amp;Papille, Fovea, ETDRS</translation>
    </message>
    <message>
        <source>&amp;Lesions that a second network marks</source>
        <translation>&amp;Läsionen (zweites Netz)</translation>
    </message>
    <message>
        <source>&amp;Microaneurysms</source>
        <translation>&amp;Mikroaneurysmen</translation>
    </message>
    <message>
        <source>&amp;Haemorrhages</source>
        <translation>&amp;Blutungen</translation>
    </message>
    <message>
        <source>Hard &amp;exudates</source>
        <translation>Harte &amp;Exsudate</translation>
    </message>
    <message>
        <source>&amp;Cotton-wool spots</source>
        <translation>&amp;Cotton-Wool-Herde</translation>
    </message>
    <message>
        <source>Places and lesio&amp;ns</source>
        <translation>&amp;Papille, Fovea und Läsionen</translation>
    </message>
    <message>
        <source>Po&amp;int</source>
        <translation>Pu&amp;nkt</translation>
    </message>
    <message>
        <source>&amp;Arrow</source>
        <translation>Pf&amp;eil</translation>
    </message>
    <message>
        <source>&amp;Outline</source>
        <translation>Um&amp;riss</translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation>E&amp;llipse ziehen</translation>
    </message>
    <message>
        <source>&amp;Length</source>
        <translation>Län&amp;ge</translation>
    </message>
    <message>
        <source>&amp;Kind and words…</source>
        <translation>&amp;Art und Worte…</translation>
    </message>
    <message>
        <source>&amp;Show marks</source>
        <translation>Markierungen &amp;zeigen</translation>
    </message>
</context>
<context>
    <name>ActiveFrame</name>
    <message>
        <source>Active eye</source>
        <translation>Aktives Auge</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>Photographs assessed by both: {count}. Graded by both: {graded}, patients: {patients}</source>
        <translation>Von beiden angesehene Aufnahmen: {count}. Von beiden mit Stadium: {graded}, Patienten: {patients}</translation>
    </message>
    <message>
        <source>Quadratic weighted kappa</source>
        <translation>Quadratisch gewichtetes Kappa</translation>
    </message>
    <message>
        <source>Same grade</source>
        <translation>Gleiches Stadium</translation>
    </message>
    <message>
        <source>Sensitivity for referable retinopathy (your grade 2 or more)</source>
        <translation>Sensitivität für überweisungsbedürftige Retinopathie (Ihr Stadium 2 oder höher)</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>too few: {count} of the {needed} photographs that it needs</source>
        <translation>zu wenige: {count} der {needed} nötigen Aufnahmen</translation>
    </message>
    <message>
        <source>cannot be told: all have the same grade</source>
        <translation>nicht bestimmbar: alle haben dasselbe Stadium</translation>
    </message>
    <message>
        <source>ungradable</source>
        <translation>nicht beurteilbar</translation>
    </message>
    <message>
        <source>too few photographs</source>
        <translation>zu wenige Aufnahmen</translation>
    </message>
</context>
<context>
    <name>AgreementController</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Photographs opened now</source>
        <translation>Jetzt geöffnete Aufnahmen</translation>
    </message>
    <message>
        <source>Whole database {name}</source>
        <translation>Ganze Datenbank {name}</translation>
    </message>
</context>
<context>
    <name>AgreementDialog</name>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Which verdicts</source>
        <translation>Welche Beurteilungen</translation>
    </message>
    <message>
        <source>Verdicts given before the network&apos;s answer was shown</source>
        <translation>Beurteilungen, bevor die Antwort des Netzes zu sehen war</translation>
    </message>
    <message>
        <source>All verdicts as they are now</source>
        <translation>Alle Beurteilungen, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>Photographs: your grade in rows, the network&apos;s in columns</source>
        <translation>Aufnahmen: Ihr Stadium in den Zeilen, das des Netzes in den Spalten</translation>
    </message>
    <message>
        <source>Agreement of doctor and network: {where}</source>
        <extracomment>In the place of the table where there are no figures.</extracomment>
        <translation>Übereinstimmung von Arzt und Netz: {where}</translation>
    </message>
    <message>
        <source>Network and second reader</source>
        <translation>Netz und Zweitbefunder</translation>
    </message>
    <message>
        <source>First and second reader</source>
        <translation>Erst- und Zweitbefunder</translation>
    </message>
    <message>
        <source>your grade \ network</source>
        <translation>Ihr Stadium \ Netz</translation>
    </message>
    <message>
        <source>Photographs: the first reader&apos;s grade in rows, the second&apos;s in columns</source>
        <translation>Aufnahmen: Stadium des Erstbefunders in Zeilen, des Zweitbefunders in Spalten</translation>
    </message>
    <message>
        <source>Photographs: the second reader&apos;s grade in rows, the network&apos;s in columns</source>
        <translation>Aufnahmen: Stadium des Zweitbefunders in Zeilen, des Netzes in Spalten</translation>
    </message>
    <message>
        <source>No photograph was graded before the network&apos;s answer was shown. Review → Grade blind hides the answer until you have graded.</source>
        <translation>Keine Aufnahme wurde beurteilt, bevor die Antwort des Netzes zu sehen war. Prüfung → Verblindet verbirgt die Antwort, bis Sie Ihr Stadium angegeben haben.</translation>
    </message>
    <message>
        <source>No photograph has been graded by you and by the network.</source>
        <translation>Keine Aufnahme wurde von Ihnen und vom Netz beurteilt.</translation>
    </message>
    <message>
        <source>There is no photograph that both have graded.</source>
        <translation>Es gibt keine Aufnahme, die beide beurteilt haben.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>Doctor and network</source>
        <translation>Arzt und Netz</translation>
    </message>
    <message>
        <source>Photographs that both have read. In brackets: 95 % confidence intervals. Enter or a double click on a number opens its photographs.</source>
        <translation>Aufnahmen, die beide befundet haben. In Klammern: 95-%-Konfidenzintervalle. Enter oder ein Doppelklick auf eine Zahl öffnet ihre Aufnahmen.</translation>
    </message>
    <message>
        <source>The first verdict on each photograph counts. In brackets: 95 % confidence intervals. Ungradable photographs are counted in the table but not in the figures.</source>
        <translation>Es zählt die erste Beurteilung jeder Aufnahme. In Klammern: 95-%-Konfidenzintervalle. Nicht beurteilbare Aufnahmen stehen in der Tabelle, gehen aber in keine Kennzahl ein.</translation>
    </message>
    <message>
        <source>Graders who see the network&apos;s answer first tend to agree with it: these figures do not measure the network&apos;s performance. In brackets: 95 % confidence intervals. Ungradable photographs are counted in the table but not in the figures.</source>
        <translation>Wer die Antwort des Netzes vorher sieht, stimmt ihr eher zu: Diese Kennzahlen sind kein Maß für das Netz. In Klammern: 95-%-Konfidenzintervalle. Nicht beurteilbare Aufnahmen stehen in der Tabelle, gehen aber in keine Kennzahl ein.</translation>
    </message>
</context>
<context>
    <name>AnalysisPage</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Open model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>The operating point is the probability of referable disease from which a photograph is referred. Open photographs are re-evaluated at once.</source>
        <translation>Der Arbeitspunkt ist die Wahrscheinlichkeit einer überweisungsbedürftigen Erkrankung, ab der überwiesen wird. Geöffnete Aufnahmen werden sofort neu bewertet.</translation>
    </message>
    <message>
        <source>Mark &amp;lesions on every photograph</source>
        <translation>&amp;Läsionen auf jeder Aufnahme markieren</translation>
    </message>
    <message>
        <source>Lesions are marked by a second network. It takes about half a second a photograph on two processors: a run through a folder takes several times as long. Without it, Y marks those on the photograph on screen.</source>
        <translation>Läsionen markiert ein zweites Netz. Das dauert auf zwei Prozessoren etwa eine halbe Sekunde je Aufnahme: Ein Durchlauf durch einen Ordner dauert ein Mehrfaches. Ohne die Einstellung markiert Y die der Aufnahme auf dem Bildschirm.</translation>
    </message>
    <message>
        <source>those of the program</source>
        <translation>die des Programms</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose files for optic disc, fovea and lesions</source>
        <translation>Dateien für Papille, Fovea und Läsionen auswählen</translation>
    </message>
    <message>
        <source>Those of the program</source>
        <translation>Die des Programms</translation>
    </message>
    <message>
        <source>Optic disc, fovea, lesions</source>
        <translation>Papille, Fovea, Läsionen</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Threads</translation>
    </message>
    <message>
        <source>Fewer threads leave more computing power to other programs; automatic is fast.</source>
        <translation>Weniger Threads lassen anderen Programmen mehr Rechenleistung; automatisch ist schnell.</translation>
    </message>
</context>
<context>
    <name>ClinicController</name>
    <message>
        <source>There is no model that grades</source>
        <translation>Es gibt kein Modell, das beurteilt</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
</context>
<context>
    <name>ClinicDialog</name>
    <message>
        <source>Fit to this clinic</source>
        <translation>An diese Klinik anpassen</translation>
    </message>
    <message>
        <source>Reading your reviews…</source>
        <translation>Ihre Beurteilungen werden gelesen…</translation>
    </message>
    <message>
        <source>Name of the copy</source>
        <translation>Name der Kopie</translation>
    </message>
    <message>
        <source>&amp;Write a copy and use it</source>
        <translation>Kopie &amp;schreiben und benutzen</translation>
    </message>
    <message>
        <source>Use the &amp;former model again</source>
        <translation>Wieder das &amp;frühere Modell benutzen</translation>
    </message>
    <message numerus="yes">
        <source>%n photographs that you and this model have graded</source>
        <translation>
            <numerusform>Eine Aufnahme, die Sie und dieses Modell beurteilt haben</numerusform>
            <numerusform>%n Aufnahmen, die Sie und dieses Modell beurteilt haben</numerusform>
        </translation>
    </message>
    <message>
        <source>Operating points now and after fitting</source>
        <translation>Arbeitspunkte jetzt und nach der Anpassung</translation>
    </message>
    <message>
        <source>Your grade is taken for the truth. In brackets: 95 % confidence intervals. The network stays the same; only from which probability on is referred. Photographs must be examined again with the copy.</source>
        <translation>Ihr Stadium gilt als die Wahrheit. In Klammern: 95-%-Konfidenzintervalle. Das Netz bleibt dasselbe; nur ab welcher Wahrscheinlichkeit überwiesen wird, ändert sich. Mit der Kopie müssen die Aufnahmen neu untersucht werden.</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>Arbeitspunkt</translation>
    </message>
    <message>
        <source>Refers from</source>
        <translation>Überweist ab</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Fitted to this clinic</source>
        <translation>An diese Klinik angepasst</translation>
    </message>
</context>
<context>
    <name>Cohort</name>
    <message>
        <source>no photograph</source>
        <translation>keine Aufnahme</translation>
    </message>
    <message>
        <source>not both eyes</source>
        <translation>nicht beide Augen</translation>
    </message>
    <message>
        <source>no final grade</source>
        <translation>kein endgültiges Stadium</translation>
    </message>
    <message>
        <source>no report</source>
        <translation>kein Bericht</translation>
    </message>
</context>
<context>
    <name>CohortController</name>
    <message>
        <source>A cohort is checked by an arbiter or an administrator</source>
        <translation>Eine Kohorte prüft ein Schiedsbefunder oder Verwalter</translation>
    </message>
    <message>
        <source>Cohort list: patient and day on which they are due</source>
        <translation>Kohortenliste: Patient und Tag, an dem er fällig ist</translation>
    </message>
    <message>
        <source>Lists (*.csv *.txt *.tsv)</source>
        <translation>Listen (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
</context>
<context>
    <name>CohortDialog</name>
    <message>
        <source>Cohort</source>
        <translation>Kohorte</translation>
    </message>
    <message>
        <source>Show also those who are &amp;done with</source>
        <translation>Auch &amp;Erledigte zeigen</translation>
    </message>
    <message>
        <source>People of the list</source>
        <translation>Personen der Liste</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>{count} people, {open} open</source>
        <translation>{count} Personen, {open} offen</translation>
    </message>
    <message>
        <source>Patients of the database who are not on the list: {count}</source>
        <translation>Patienten der Datenbank, die nicht auf der Liste stehen: {count}</translation>
    </message>
    <message>
        <source>Photographs that tell no patient, and may be anybody&apos;s of the list: {count}</source>
        <translation>Aufnahmen, die keinen Patienten nennen und zu jedem der Liste gehören können: {count}</translation>
    </message>
    <message>
        <source>due later</source>
        <translation>später fällig</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation>Unerwarteter Fehler</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>An unexpected error has occurred.</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten.</translation>
    </message>
    <message>
        <source>You can continue working. This report describes what happened; it contains no photograph&apos;s name. Please send it to the developers.</source>
        <translation>Sie können weiterarbeiten. Dieser Bericht beschreibt, was geschehen ist; er enthält keinen Namen einer Aufnahme. Bitte senden Sie ihn an die Entwickler.</translation>
    </message>
</context>
<context>
    <name>DatabaseController</name>
    <message>
        <source>Opening the database…</source>
        <translation>Datenbank wird geöffnet…</translation>
    </message>
    <message>
        <source>No database: nothing is saved</source>
        <translation>Keine Datenbank: Es wird nichts gespeichert</translation>
    </message>
    <message>
        <source>{name} (read-only)</source>
        <translation>{name} (schreibgeschützt)</translation>
    </message>
    <message>
        <source>{name} is read-only: it can be looked at as it is now, but nothing is examined, graded or changed. Copy it to where it can be written, or choose another one with File → Database.</source>
        <translation>{name} ist schreibgeschützt: Sie können sie ansehen, wie sie jetzt ist, aber nichts wird untersucht, beurteilt oder geändert. Kopieren Sie sie an einen Ort, an dem geschrieben werden kann, oder wählen Sie mit Datei → Datenbank eine andere.</translation>
    </message>
    <message>
        <source>{reason}. Findings and grades of this window are kept in memory only and are lost when it is closed; File → Database opens another database.</source>
        <translation>{reason}. Befunde und Stadien dieses Fensters werden nur im Arbeitsspeicher gehalten und gehen beim Schließen verloren; Datei → Datenbank öffnet eine andere Datenbank.</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>Refer</source>
        <translation>Überweisung</translation>
    </message>
    <message>
        <source>Referable diabetic retinopathy</source>
        <translation>Überweisungsbedürftige diabetische Retinopathie</translation>
    </message>
    <message>
        <source>No referral</source>
        <translation>Keine Überweisung</translation>
    </message>
    <message>
        <source>No referable diabetic retinopathy</source>
        <translation>Keine überweisungsbedürftige diabetische Retinopathie</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
    <message>
        <source>Repeat the photograph or refer</source>
        <translation>Aufnahme wiederholen oder überweisen</translation>
    </message>
    <message>
        <source>Not a fundus photograph</source>
        <translation>Keine Fundusaufnahme</translation>
    </message>
    <message>
        <source>No grade is given</source>
        <translation>Es wird kein Stadium angegeben</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>There is no finding for this file</source>
        <translation>Zu dieser Datei gibt es keinen Befund</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Put a model file into your folder (menu Model)</source>
        <translation>Legen Sie eine Modelldatei in Ihren Ordner (Menü Modell)</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation>Nicht untersucht</translation>
    </message>
    <message>
        <source>F5 examines it with this model</source>
        <translation>F5 untersucht sie mit diesem Modell</translation>
    </message>
    <message>
        <source>Your grade first</source>
        <translation>Zuerst Ihr Stadium</translation>
    </message>
    <message>
        <source>Keys 0–4, or U for ungradable. Then the network&apos;s is shown</source>
        <translation>Tasten 0–4, oder U für nicht beurteilbar. Danach erscheint das des Netzes</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Not final: no first reader has read it yet</source>
        <extracomment>Whose answer is still to come, where nothing is final.</extracomment>
        <translation>Nicht endgültig: noch kein Erstbefund</translation>
    </message>
    <message>
        <source>Not final: a second reader is to read it</source>
        <translation>Nicht endgültig: der Zweitbefund steht aus</translation>
    </message>
    <message>
        <source>Not final: the arbiter decides</source>
        <translation>Nicht endgültig: der Schiedsbefund steht aus</translation>
    </message>
    <message>
        <source>Not final: other readers are not shown</source>
        <translation>Nicht endgültig: andere Befunder werden nicht gezeigt</translation>
    </message>
    <message>
        <source>Diabetic retinopathy, {verdict}</source>
        <extracomment>Stands, beside words, where the doctor and the network say different things.</extracomment>
        <translation>Diabetische Retinopathie, {verdict}</translation>
    </message>
    <message>
        <source>network: {answer}</source>
        <translation>Netz: {answer}</translation>
    </message>
    <message>
        <source>{decision}, not final</source>
        <translation>{decision}, nicht endgültig</translation>
    </message>
    <message>
        <source>referred for its risk of {share}</source>
        <translation>Überweisung wegen Risiko {share}</translation>
    </message>
    <message>
        <source>risk {share}</source>
        <translation>Risiko {share}</translation>
    </message>
    <message>
        <source>macular oedema</source>
        <translation>Makulaödem</translation>
    </message>
    <message>
        <source>Ungradable: repeat or refer</source>
        <translation>Nicht beurteilbar: wiederholen oder überweisen</translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation>Stadium {grade}</translation>
    </message>
    <message>
        <source>U</source>
        <comment>ungradable, one letter</comment>
        <translation>U</translation>
    </message>
    <message>
        <source>your grade: ungradable</source>
        <translation>Ihre Angabe: nicht beurteilbar</translation>
    </message>
    <message>
        <source>your grade: {grade}</source>
        <translation>Ihr Stadium: {grade}</translation>
    </message>
    <message>
        <source>first reader: {grade}</source>
        <translation>Erstbefund: {grade}</translation>
    </message>
    <message>
        <source>second reader: {grade}</source>
        <translation>Zweitbefund: {grade}</translation>
    </message>
    <message>
        <source>arbiter: {grade}</source>
        <translation>Schiedsbefund: {grade}</translation>
    </message>
    <message>
        <source>Patient not known</source>
        <translation>Patient nicht bekannt</translation>
    </message>
    <message>
        <source>{read} of {count} read</source>
        <translation>{read} von {count} befundet</translation>
    </message>
    <message>
        <source>{listed} of {count} shown · {read} read</source>
        <translation>{listed} von {count} gezeigt · {read} befundet</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>not final</source>
        <translation>nicht endgültig</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>{count} ungradable</source>
        <translation>{count} nicht beurteilbar</translation>
    </message>
    <message>
        <source>{grade}, by risk</source>
        <translation>{grade}, wegen Risiko</translation>
    </message>
    <message>
        <source>To be graded</source>
        <translation>Zu beurteilen</translation>
    </message>
    <message>
        <source>eye?</source>
        <translation>Auge?</translation>
    </message>
    <message>
        <source>no photograph</source>
        <translation>keine Aufnahme</translation>
    </message>
    <message>
        <source>{grade}, referred for its risk</source>
        <translation>{grade}, Überweisung wegen des Risikos</translation>
    </message>
    <message>
        <source>set incomplete</source>
        <translation>Satz unvollständig</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
</context>
<context>
    <name>DicomController</name>
    <message>
        <source>Choose a photograph first</source>
        <translation>Wählen Sie zuerst eine Aufnahme</translation>
    </message>
    <message>
        <source>Folder for the DICOM objects</source>
        <translation>Ordner für die DICOM-Objekte</translation>
    </message>
    <message>
        <source>Folder for the FHIR bundles</source>
        <translation>Ordner für die FHIR-Bündel</translation>
    </message>
    <message>
        <source>Folder for de-identified copies</source>
        <translation>Ordner für de-identifizierte Kopien</translation>
    </message>
    <message>
        <source>No archive is configured. Set one under DICOM → Network.</source>
        <translation>Es ist kein Archiv eingerichtet. Tragen Sie es unter DICOM → Netzwerk ein.</translation>
    </message>
    <message>
        <source>No archive to search is configured. Set one under DICOM → Network.</source>
        <translation>Es ist kein Archiv für die Suche eingerichtet. Tragen Sie es unter DICOM → Netzwerk ein.</translation>
    </message>
    <message>
        <source>Looking for earlier photographs…</source>
        <translation>Frühere Aufnahmen werden gesucht…</translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation>Die Verbindung steht.</translation>
    </message>
    <message>
        <source>Choose photographs with findings first</source>
        <translation>Wählen Sie zuerst Aufnahmen mit Befunden</translation>
    </message>
    <message>
        <source>There are no earlier photographs</source>
        <translation>Es gibt keine früheren Aufnahmen</translation>
    </message>
</context>
<context>
    <name>DicomNode</name>
    <message>
        <source>{title} receives at {address}, port {port}</source>
        <extracomment>Milliseconds in which arrivals are collected, so that a study is opened at once.</extracomment>
        <translation>{title} empfängt unter {address}, Port {port}</translation>
    </message>
</context>
<context>
    <name>DicomPage</name>
    <message>
        <source>DICOM</source>
        <translation>DICOM</translation>
    </message>
    <message>
        <source>Photographs from cameras</source>
        <translation>Aufnahmen von Kameras</translation>
    </message>
    <message>
        <source>Findings to an archive</source>
        <translation>Befunde an ein Archiv</translation>
    </message>
    <message>
        <source>Earlier photographs</source>
        <translation>Frühere Aufnahmen</translation>
    </message>
    <message>
        <source>Change and test connections…</source>
        <translation>Verbindungen ändern und prüfen…</translation>
    </message>
    <message>
        <source>Everything is off until you switch it on. Without TLS DICOM is not encrypted.</source>
        <translation>Alles ist aus, bis Sie es einschalten. Ohne TLS ist DICOM nicht verschlüsselt.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>{title}, listening at {address}, port {port}</source>
        <translation>{title}, empfängt unter {address}, Port {port}</translation>
    </message>
</context>
<context>
    <name>DisplayController</name>
    <message>
        <source>Red-free (green channel)</source>
        <extracomment>What one key press changes: brightness, contrast, and gamma as a factor. Dragging over the whole view changes brightness and contrast by this, and gamma by its power of two.</extracomment>
        <translation>Rotfrei (Grünkanal)</translation>
    </message>
    <message>
        <source>Red channel</source>
        <translation>Rotkanal</translation>
    </message>
    <message>
        <source>Blue channel</source>
        <translation>Blaukanal</translation>
    </message>
    <message>
        <source>Local contrast enhanced</source>
        <translation>Lokaler Kontrast angehoben</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertiert</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Gamma {value}</source>
        <translation>Gamma {value}</translation>
    </message>
    <message>
        <source>Turned by {angle}°</source>
        <translation>Um {angle}° gedreht</translation>
    </message>
    <message>
        <source>MIRRORED</source>
        <translation>GESPIEGELT</translation>
    </message>
    <message>
        <source>{key}: original</source>
        <translation>{key}: Original</translation>
    </message>
</context>
<context>
    <name>DisplayMark</name>
    <message>
        <source>Display only: neither graded nor saved. Click to show the original</source>
        <extracomment>Light on dark in every theme: the plates lie on photographs.</extracomment>
        <translation>Nur Anzeige: weder beurteilt noch gespeichert. Klicken zeigt das Original</translation>
    </message>
</context>
<context>
    <name>DisplayPage</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Blue, green, yellow (viridis)</source>
        <translation>Blau, Grün, Gelb (Viridis)</translation>
    </message>
    <message>
        <source>Blue, grey, yellow (cividis)</source>
        <translation>Blau, Grau, Gelb (Cividis)</translation>
    </message>
    <message>
        <source>Black, violet, yellow (magma)</source>
        <translation>Schwarz, Violett, Gelb (Magma)</translation>
    </message>
    <message>
        <source>Black to white</source>
        <translation>Schwarz bis Weiß</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>Show the &amp;heat map</source>
        <translation>&amp;Heatmap zeigen</translation>
    </message>
    <message>
        <source>Outline the hottest &amp;regions</source>
        <translation>Auffälligste &amp;Bereiche umranden</translation>
    </message>
    <message>
        <source>Also where &amp;no retinopathy was found</source>
        <translation>Auch, wo &amp;keine Retinopathie gefunden wurde</translation>
    </message>
    <message>
        <source>Draw photographs on the graphics &amp;card</source>
        <translation>Aufnahmen auf der &amp;Grafikkarte zeichnen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Dar&amp;stellung</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>The heat map of a healthy retina shows what supports “no retinopathy”, and can be mistaken for disease.</source>
        <translation>Die Heatmap einer gesunden Netzhaut zeigt, was für „keine Retinopathie“ spricht, und kann für Krankheit gehalten werden.</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Opacity</source>
        <translation>&amp;Deckkraft</translation>
    </message>
    <message>
        <source>Colours of the heat map</source>
        <translation>Farben der Heatmap</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>From the next start on, where there is one that draws as the processor does; otherwise the processor draws.</source>
        <translation>Ab dem nächsten Start, wo es eine gibt, die zeichnet wie der Prozessor; sonst zeichnet der Prozessor.</translation>
    </message>
</context>
<context>
    <name>DriftDialog</name>
    <message>
        <source>Photographs over time</source>
        <translation>Aufnahmen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>Reading the database…</source>
        <translation>Die Datenbank wird gelesen…</translation>
    </message>
    <message>
        <source>By week</source>
        <translation>Nach Woche</translation>
    </message>
    <message>
        <source>By camera</source>
        <translation>Nach Kamera</translation>
    </message>
    <message>
        <source>By field</source>
        <translation>Nach Bildfeld</translation>
    </message>
    <message>
        <source>This is the new &amp;usual</source>
        <translation>Das ist jetzt &amp;üblich</translation>
    </message>
    <message>
        <source>What comes from now on is compared with the photographs since the change</source>
        <translation>Was von nun an kommt, wird mit den Aufnahmen seit der Änderung verglichen</translation>
    </message>
    <message>
        <source>The first photographs are what the others are compared with. Weeks are those in which they were examined. A camera is known by the size of its pictures.</source>
        <translation>Die ersten Aufnahmen sind das, womit die anderen verglichen werden. Gezählt wird nach der Woche der Untersuchung. Eine Kamera wird an der Größe ihrer Bilder erkannt.</translation>
    </message>
    <message>
        <source>Photographs until {day} do not count: you called what came then usual.</source>
        <translation>Aufnahmen bis zum {day} zählen nicht: Was danach kam, haben Sie üblich genannt.</translation>
    </message>
    <message>
        <source>Since about {since}; noticed on {raised}, by photograph {at} after the first.</source>
        <translation>Seit etwa {since}; bemerkt am {raised}, mit der {at}. Aufnahme nach den ersten.</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Referred</source>
        <translation>Überwiesen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Zurückgewiesen</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
    <message>
        <source>Unfamiliarity</source>
        <translation>Fremdheit</translation>
    </message>
</context>
<context>
    <name>DriftWatch</name>
    <message>
        <source>{what} Since about {day}.</source>
        <translation>{what} Seit etwa {day}.</translation>
    </message>
    <message>
        <source>&amp;Show…</source>
        <translation>An&amp;zeigen…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop fundus photographs here</source>
        <translation>Fundusaufnahmen hier ablegen</translation>
    </message>
    <message>
        <source>Files or whole folders: JPEG, PNG, TIFF, BMP, WebP or DICOM. Nothing leaves this computer.</source>
        <translation>Dateien oder ganze Ordner: JPEG, PNG, TIFF, BMP, WebP oder DICOM. Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Open photographs…</source>
        <translation>Aufnahmen öffnen…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open the sample photographs</source>
        <translation>Beispielaufnahmen öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Show the %n photographs of the database</source>
        <translation>
            <numerusform>Die Aufnahme der Datenbank zeigen</numerusform>
            <numerusform>Die %n Aufnahmen der Datenbank zeigen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>&amp;All %n photographs of the list</source>
        <translation>
            <numerusform>&amp;Die einzige Aufnahme der Liste</numerusform>
            <numerusform>&amp;Alle %n Aufnahmen der Liste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;selected</source>
        <translation>
            <numerusform>Die aus&amp;gewählte</numerusform>
            <numerusform>Die %n aus&amp;gewählten</numerusform>
        </translation>
    </message>
    <message>
        <source>With &amp;personal data</source>
        <translation>Mit &amp;personenbezogenen Daten</translation>
    </message>
    <message>
        <source>Patients, dates, notes, names of files and who reviewed.</source>
        <translation>Patienten, Daten, Notizen, Dateinamen und wer geprüft hat.</translation>
    </message>
    <message>
        <source>&amp;Write…</source>
        <translation>&amp;Schreiben…</translation>
    </message>
    <message>
        <source>Pre&amp;view and print…</source>
        <translation>&amp;Vorschau und Druck…</translation>
    </message>
    <message>
        <source>The file shows the network&apos;s answers that are hidden here.</source>
        <translation>Die Datei zeigt die Antworten des Netzes, die hier verborgen sind.</translation>
    </message>
    <message>
        <source>The file is written in English.</source>
        <translation>Die Datei wird auf Englisch geschrieben.</translation>
    </message>
</context>
<context>
    <name>Eye</name>
    <message>
        <source>OD, right eye</source>
        <translation>rechtes Auge (OD)</translation>
    </message>
    <message>
        <source>OS, left eye</source>
        <translation>linkes Auge (OS)</translation>
    </message>
    <message>
        <source>set by hand</source>
        <extracomment>In the order in which they are believed.</extracomment>
        <translation>von Hand angegeben</translation>
    </message>
    <message>
        <source>from the DICOM object</source>
        <translation>aus dem DICOM-Objekt</translation>
    </message>
    <message>
        <source>from the file&apos;s name</source>
        <translation>aus dem Dateinamen</translation>
    </message>
    <message>
        <source>Eye not known</source>
        <translation>Auge nicht bekannt</translation>
    </message>
    <message>
        <source>not known (F2 sets it)</source>
        <translation>nicht bekannt (F2 gibt es an)</translation>
    </message>
    <message>
        <source>Which eye? {words}. Check it, and set it with F2.</source>
        <translation>Welches Auge? {words}. Prüfen Sie es und geben Sie es mit F2 an.</translation>
    </message>
</context>
<context>
    <name>EyeCard</name>
    <message>
        <source>Active eye</source>
        <extracomment>Width of the frame around the active eye&apos;s card.</extracomment>
        <translation>Aktives Auge</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>This file cannot be shown</source>
        <translation>Diese Datei kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>FhirSending</name>
    <message>
        <source>No FHIR server is configured. Set one under DICOM → Network.</source>
        <extracomment>Milliseconds between two looks at the outbox.</extracomment>
        <translation>Es ist kein FHIR-Server eingerichtet. Tragen Sie ihn unter DICOM → Netzwerk ein.</translation>
    </message>
    <message numerus="yes">
        <source>%n FHIR bundles written</source>
        <translation>
            <numerusform>Ein FHIR-Bündel geschrieben</numerusform>
            <numerusform>%n FHIR-Bündel geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n FHIR bundles sent</source>
        <translation>
            <numerusform>Ein FHIR-Bündel gesendet</numerusform>
            <numerusform>%n FHIR-Bündel gesendet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Photographs ({pattern});;All files (*)</source>
        <translation>Aufnahmen ({pattern});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open photographs</source>
        <translation>Aufnahmen öffnen</translation>
    </message>
    <message>
        <source>Own files for optic disc, fovea and lesions</source>
        <translation>Eigene Dateien für Papille, Fovea und Läsionen</translation>
    </message>
    <message>
        <source>Model files (*.onnx)</source>
        <translation>Modelldateien (*.onnx)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;JPEG picture (*.jpg *.jpeg)</source>
        <translation>PNG-Bild (*.png);;JPEG-Bild (*.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Save overlay</source>
        <translation>Overlay speichern</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>Schreiben nach</translation>
    </message>
    <message>
        <source>Open database</source>
        <translation>Datenbank öffnen</translation>
    </message>
    <message>
        <source>New database</source>
        <translation>Neue Datenbank</translation>
    </message>
    <message>
        <source>Screening databases (*.sqlite);;All files (*)</source>
        <translation>Screening-Datenbanken (*.sqlite);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>&amp;Open another…</source>
        <translation>&amp;Andere öffnen…</translation>
    </message>
    <message>
        <source>Ne&amp;w…</source>
        <translation>&amp;Neue…</translation>
    </message>
    <message>
        <source>Open &amp;default</source>
        <translation>&amp;Standarddatenbank</translation>
    </message>
    <message>
        <source>Open the data &amp;folder</source>
        <translation>Daten&amp;ordner öffnen</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Settings, log and your own models are in the data folder.</source>
        <translation>Einstellungen, Protokoll und eigene Modelle liegen im Datenordner.</translation>
    </message>
    <message>
        <source>&amp;Patients from file names</source>
        <translation>&amp;Patienten aus Dateinamen</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>&amp;All photographs</source>
        <extracomment>Scopes that are always offered, and how many folders are. What is ticked, and what is searched for beside it.</extracomment>
        <translation>&amp;Alle Aufnahmen</translation>
    </message>
    <message>
        <source>Your review</source>
        <translation>Ihre Prüfung</translation>
    </message>
    <message>
        <source>&amp;To review</source>
        <translation>&amp;Zu prüfen</translation>
    </message>
    <message>
        <source>Re&amp;viewed</source>
        <translation>&amp;Geprüft</translation>
    </message>
    <message>
        <source>Reading programme</source>
        <translation>Befundung</translation>
    </message>
    <message>
        <source>My &amp;queue: to be read by me</source>
        <translation>&amp;Meine Warteschlange: von mir zu befunden</translation>
    </message>
    <message>
        <source>&amp;Not final yet</source>
        <translation>Noch nicht &amp;endgültig</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Bildqualität</translation>
    </message>
    <message>
        <source>&amp;Gradable</source>
        <translation>&amp;Beurteilbar</translation>
    </message>
    <message>
        <source>&amp;Ungradable</source>
        <translation>&amp;Nicht beurteilbar</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Grade (yours, otherwise the network&apos;s)</source>
        <translation>Stadium (Ihres, sonst das des Netzes)</translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation>Nicht untersucht</translation>
    </message>
</context>
<context>
    <name>FormController</name>
    <message>
        <source>A later version of the program filled in this form</source>
        <translation>Diesen Bogen hat eine neuere Version des Programms ausgefüllt</translation>
    </message>
    <message>
        <source>The form is not saved yet; Enter tries again</source>
        <translation>Der Bogen ist noch nicht gespeichert; Enter versucht es noch einmal</translation>
    </message>
    <message>
        <source>Not finished: it does not count yet</source>
        <translation>Nicht fertig: er zählt noch nicht</translation>
    </message>
</context>
<context>
    <name>FormPanel</name>
    <message>
        <source>The scheme asks for a referral: it stays one</source>
        <extracomment>What is not written yet is written after so many milliseconds.</extracomment>
        <translation>Das Schema verlangt eine Überweisung: es bleibt dabei</translation>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation>Noch nichts entschieden</translation>
    </message>
    <message>
        <source>Done (Enter)</source>
        <translation>Fertig (Eingabe)</translation>
    </message>
    <message>
        <source>Grading form</source>
        <translation>Befundbogen</translation>
    </message>
    <message>
        <source>Grading form · {scheme}</source>
        <translation>Befundbogen · {scheme}</translation>
    </message>
    <message>
        <source>Retinopathy</source>
        <translation>Retinopathie</translation>
    </message>
    <message>
        <source>Macula</source>
        <translation>Makula</translation>
    </message>
    <message>
        <source>Laser treatment</source>
        <translation>Laserbehandlung</translation>
    </message>
    <message>
        <source>Other findings</source>
        <translation>Andere Befunde</translation>
    </message>
    <message>
        <source>Quality (Q)</source>
        <translation>Qualität (Q)</translation>
    </message>
    <message>
        <source>Plan (R)</source>
        <translation>Vorgehen (R)</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Adequate</source>
        <translation>Ausreichend</translation>
    </message>
    <message>
        <source>Inadequate: cannot be graded</source>
        <translation>Ungenügend: nicht beurteilbar</translation>
    </message>
    <message>
        <source>Photographs again</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>Photographs again early</source>
        <translation>Früher wieder aufnehmen</translation>
    </message>
    <message>
        <source>Repeat now, or examine in another way</source>
        <translation>Jetzt wiederholen oder anders untersuchen</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>Überweisen</translation>
    </message>
    <message>
        <source>Refer urgently</source>
        <translation>Dringend überweisen</translation>
    </message>
    <message>
        <source>No plan yet</source>
        <translation>Noch kein Vorgehen</translation>
    </message>
    <message>
        <source>{plan} in {months} months</source>
        <translation>{plan} in {months} Monaten</translation>
    </message>
    <message>
        <source>{plan} (proposed)</source>
        <translation>{plan} (Vorschlag)</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Looking for photographs: {count} so far…</source>
        <extracomment>How long a remark stays, in milliseconds. Least width of what stands beside the notice, in logical pixels. Who reads in a programme; opens the choice.</extracomment>
        <translation>Aufnahmen werden gesucht: bisher {count}…</translation>
    </message>
    <message>
        <source>Click to change it in the settings</source>
        <translation>Klicken, um es in den Einstellungen zu ändern</translation>
    </message>
    <message>
        <source>Who reads, in which role; click to change it</source>
        <translation>Wer befundet, in welcher Rolle; zum Ändern klicken</translation>
    </message>
    <message>
        <source>Watching {folder}</source>
        <translation>{folder} wird überwacht</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
</context>
<context>
    <name>GradeButtons</name>
    <message>
        <source>U</source>
        <extracomment>Stands for &quot;ungradable&quot; among the grades.</extracomment>
        <translation>U</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
    <message>
        <source>Cannot be graded; repeat the photograph or refer</source>
        <translation>Aufnahme wiederholen oder überweisen</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
</context>
<context>
    <name>GradingPage</name>
    <message>
        <source>Grading</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Hide the network&apos;s &amp;answer until I have graded</source>
        <translation>&amp;Antwort des Netzes verbergen, bis ich beurteilt habe</translation>
    </message>
    <message>
        <source>&amp;Advance to the next photograph after each grade</source>
        <translation>Nach jedem Stadium &amp;weiter zur nächsten Aufnahme</translation>
    </message>
    <message>
        <source>Reports and tables with &amp;personal data</source>
        <translation>Berichte und Tabellen mit &amp;personenbezogenen Daten</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>Klinik</translation>
    </message>
    <message>
        <source>Scheme of the grading form</source>
        <translation>Schema des Befundbogens</translation>
    </message>
    <message>
        <source>Photographs of each eye</source>
        <translation>Aufnahmen jedes Auges</translation>
    </message>
    <message>
        <source>One: the macula</source>
        <translation>Eine: die Makula</translation>
    </message>
    <message>
        <source>Two: macula and optic disc</source>
        <translation>Zwei: Makula und Papille</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>Ihr &amp;Name</translation>
    </message>
    <message>
        <source>&amp;Clinic</source>
        <translation>&amp;Klinik</translation>
    </message>
    <message>
        <source>&amp;Scheme of the grading form</source>
        <translation>&amp;Schema des Befundbogens</translation>
    </message>
    <message>
        <source>&amp;Photographs of each eye</source>
        <translation>&amp;Aufnahmen jedes Auges</translation>
    </message>
    <message>
        <source>Your name is saved with every grade and note in the database. The clinic&apos;s stands on printed reports.</source>
        <translation>Ihr Name wird mit jedem Stadium und jeder Notiz in der Datenbank gespeichert. Der der Klinik steht auf gedruckten Berichten.</translation>
    </message>
    <message>
        <source>Patients, dates, notes, names of files and who reviewed. You are asked again before each file is written.</source>
        <translation>Patienten, Daten, Notizen, Dateinamen und wer geprüft hat. Vor jeder Datei werden Sie noch einmal gefragt.</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>Prüfverlauf</translation>
    </message>
    <message>
        <source>Review history of {name}</source>
        <translation>Prüfverlauf von {name}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>This photograph has no review history.</source>
        <translation>Diese Aufnahme hat keinen Prüfverlauf.</translation>
    </message>
</context>
<context>
    <name>IdentityDialog</name>
    <message>
        <source>Patient, eye and date</source>
        <translation>Patient, Auge und Datum</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Patient</translation>
    </message>
    <message>
        <source>&amp;Eye</source>
        <translation>&amp;Auge</translation>
    </message>
    <message>
        <source>&amp;Date</source>
        <translation>&amp;Datum</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>For {count} photographs. Empty fields are left unchanged.</source>
        <translation>Für {count} Aufnahmen. Leere Felder bleiben unverändert.</translation>
    </message>
    <message>
        <source>Leave unchanged</source>
        <translation>Unverändert lassen</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>OD: right eye</source>
        <translation>OD: rechtes Auge</translation>
    </message>
    <message>
        <source>OS: left eye</source>
        <translation>OS: linkes Auge</translation>
    </message>
    <message>
        <source>Year-month-day, for instance 2026-03-14</source>
        <translation>Jahr-Monat-Tag, zum Beispiel 2026-03-14</translation>
    </message>
    <message>
        <source>The date is not written as year-month-day.</source>
        <translation>Das Datum ist nicht als Jahr-Monat-Tag geschrieben.</translation>
    </message>
</context>
<context>
    <name>ImagePanel</name>
    <message>
        <source>Opacity of the heat map</source>
        <extracomment>Least width in logical pixels. Least height of a photograph, in logical pixels. Below the photograph, and below the second one.</extracomment>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Class that the heat map explains</source>
        <translation>Klasse, die die Heatmap erklärt</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Photograph</source>
        <extracomment>One notch of the wheel, in eighths of a degree. Of so many pixels of the screen a painting takes longer than a frame of 60 a second: while the hand moves they are painted in motion, and exactly as soon as it rests. So many pixels are made of them then, at most. How the view is being painted.</extracomment>
        <translation>Aufnahme</translation>
    </message>
</context>
<context>
    <name>InsideWindow</name>
    <message>
        <source>Inside the network</source>
        <translation>Einblick in das Netz</translation>
    </message>
    <message>
        <source>Reading the model…</source>
        <translation>Modell wird gelesen…</translation>
    </message>
    <message>
        <source>Filters of the first layer</source>
        <translation>Filter der ersten Schicht</translation>
    </message>
    <message>
        <source>Maps of the layer</source>
        <translation>Karten der Schicht</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Maps of a layer</source>
        <translation>Karten einer Schicht</translation>
    </message>
    <message>
        <source>First filters</source>
        <translation>Erste Filter</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>{title}: {layers} layers, {parameters} parameters</source>
        <translation>{title}: {layers} Schichten, {parameters} Parameter</translation>
    </message>
    <message>
        <source>Each filter is scaled between its own smallest and largest weight.</source>
        <translation>Jeder Filter ist zwischen seinem kleinsten und größten Gewicht skaliert.</translation>
    </message>
    <message>
        <source>The first layer of this network does not read three colours.</source>
        <translation>Die erste Schicht dieses Netzes liest keine drei Farben.</translation>
    </message>
    <message>
        <source>{photograph}: {count} maps of {width} × {height}; the strongest {shown} are shown, each scaled between its own extremes.</source>
        <translation>{photograph}: {count} Karten mit {width} × {height}; gezeigt sind die {shown} stärksten, jede zwischen ihren Extremwerten skaliert.</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
</context>
<context>
    <name>InspectionController</name>
    <message>
        <source>Choose a photograph that has been examined.</source>
        <translation>Wählen Sie eine untersuchte Aufnahme.</translation>
    </message>
    <message>
        <source>This network has no layer with maps.</source>
        <translation>Dieses Netz hat keine Schicht mit Karten.</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>It can be graded once it has been read</source>
        <translation>Kann beurteilt werden, sobald sie gelesen ist</translation>
    </message>
    <message>
        <source>It cannot be shown: it can only be marked ungradable</source>
        <translation>Kann nicht gezeigt werden: nur als nicht beurteilbar zu kennzeichnen</translation>
    </message>
    <message>
        <source>None of the selected photographs has been on screen: nothing is graded</source>
        <translation>Keine der ausgewählten Aufnahmen war auf dem Bildschirm: Nichts wird beurteilt</translation>
    </message>
    <message>
        <source>This photograph has not been read: it cannot be graded</source>
        <translation>Diese Aufnahme wurde nicht gelesen: Sie kann nicht beurteilt werden</translation>
    </message>
    <message>
        <source>What cannot be shown cannot be graded, only marked ungradable (U): {reason}</source>
        <translation>Was nicht gezeigt werden kann, kann nur als nicht beurteilbar gekennzeichnet werden (U): {reason}</translation>
    </message>
    <message>
        <source>The file has changed since it was examined: F5 reads it again</source>
        <translation>Die Datei hat sich seit der Untersuchung geändert: F5 liest sie neu</translation>
    </message>
    <message>
        <source>This photograph is not on screen yet: nothing is graded</source>
        <translation>Diese Aufnahme ist noch nicht auf dem Bildschirm: Nichts wird beurteilt</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>Selected but not graded, because they have not been viewed ({count}): {names}</source>
        <translation>Ausgewählt, aber nicht beurteilt, da noch nicht angesehen ({count}): {names}</translation>
    </message>
    <message>
        <source>Cannot be shown: {reason}</source>
        <translation>Kann nicht gezeigt werden: {reason}</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <extracomment>The list&apos;s columns, and the room between two groups in logical pixels. What frame, margins and button need of the screen&apos;s height and width, in logical pixels. Width of a bar that scrolls, in logical pixels. Width of a text in letters.</extracomment>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>In the photograph</source>
        <translation>In der Aufnahme</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Mauszeiger zoomen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Drag, or arrow keys</source>
        <translation>Ziehen oder Pfeiltasten</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation>Strg + Mausrad</translation>
    </message>
    <message>
        <source>Brightness and contrast</source>
        <translation>Helligkeit und Kontrast</translation>
    </message>
    <message>
        <source>Drag with the right button</source>
        <translation>Rechte Maustaste ziehen</translation>
    </message>
    <message>
        <source>Shift + right button</source>
        <translation>Umschalt + rechte Maustaste</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
</context>
<context>
    <name>LeftOutDialog</name>
    <message>
        <source>Files that are not in the list</source>
        <translation>Dateien, die nicht in der Liste stehen</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>Art der Datei</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>A file that you open by itself is always tried.</source>
        <translation>Eine Datei, die Sie einzeln öffnen, wird immer versucht.</translation>
    </message>
</context>
<context>
    <name>LeftOutNotice</name>
    <message numerus="yes">
        <source>%n files here may be photographs and are not in the list.</source>
        <translation>
            <numerusform>Eine Datei hier ist vielleicht eine Aufnahme und steht nicht in der Liste.</numerusform>
            <numerusform>%n Dateien hier sind vielleicht Aufnahmen und stehen nicht in der Liste.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Show them…</source>
        <translation>&amp;Zeigen…</translation>
    </message>
</context>
<context>
    <name>ListExport</name>
    <message>
        <source>There is nothing to write yet</source>
        <extracomment>Rows that are read at once.</extracomment>
        <translation>Es gibt noch nichts zu schreiben</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>{name} wird geschrieben…</translation>
    </message>
    <message>
        <source>Preparing the preview…</source>
        <translation>Die Vorschau wird vorbereitet…</translation>
    </message>
    <message>
        <source>Handed to the printer: {name}</source>
        <translation>An den Drucker übergeben: {name}</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Writing the report: page {done} of {total}</source>
        <translation>Bericht wird geschrieben: Seite {done} von {total}</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe</source>
        <extracomment>Diameter in logical pixels. Times the view&apos;s zoom.</extracomment>
        <translation>Lupe</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Saved: </source>
        <translation>Gespeichert: </translation>
    </message>
</context>
<context>
    <name>MarkDialog</name>
    <message>
        <source>Mark</source>
        <translation>Markierung</translation>
    </message>
    <message>
        <source>no kind</source>
        <translation>keine Art</translation>
    </message>
    <message>
        <source>Kind of the mark</source>
        <translation>Art der Markierung</translation>
    </message>
    <message>
        <source>Words of the mark</source>
        <translation>Worte zur Markierung</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>&amp;Worte</translation>
    </message>
    <message>
        <source>Marks that are drawn next get the same kind. A mark changes no result.</source>
        <translation>Die nächsten Markierungen bekommen dieselbe Art. Eine Markierung ändert kein Ergebnis.</translation>
    </message>
</context>
<context>
    <name>MarkingController</name>
    <message>
        <source>Move the view (Shift + arrow keys), then Ins sets the other end</source>
        <extracomment>Shorter drags, in pixels of the screen, are clicks that slipped. How far a simplified outline may lie beside the one that was drawn, in pixels of the screen. The kind of the marks that are drawn next.</extracomment>
        <translation>Ansicht verschieben (Umschalt + Pfeiltasten), dann setzt Einfg das andere Ende</translation>
    </message>
    <message>
        <source>Drag to move · Shift+K: kind and words · Del: take away · Ctrl+Z: undo · Esc: done</source>
        <translation>Ziehen: verschieben · Umschalt+K: Art und Worte · Entf: entfernen · Strg+Z: rückgängig · Esc: fertig</translation>
    </message>
    <message>
        <source>No more than {most} marks on a photograph</source>
        <translation>Höchstens {most} Markierungen auf einer Aufnahme</translation>
    </message>
    <message>
        <source>Click to mark a point · click on a mark: select · Esc: done</source>
        <translation>Klicken: Punkt markieren · Klick auf Markierung: auswählen · Esc: fertig</translation>
    </message>
    <message>
        <source>Drag to what is meant · click on a mark: select · Esc: done</source>
        <translation>Zum Gemeinten ziehen · Klick auf Markierung: auswählen · Esc: fertig</translation>
    </message>
    <message>
        <source>Drag around · click on a mark: select · Esc: done</source>
        <translation>Umfahren · Klick auf Markierung: auswählen · Esc: fertig</translation>
    </message>
    <message>
        <source>Drag over it · click on a mark: select · Esc: done</source>
        <translation>Darüberziehen · Klick auf Markierung: auswählen · Esc: fertig</translation>
    </message>
    <message>
        <source>Drag to measure · click on a mark: select · Esc: done</source>
        <translation>Ziehen: messen · Klick auf Markierung: auswählen · Esc: fertig</translation>
    </message>
</context>
<context>
    <name>MeasuringController</name>
    <message>
        <source>Optic disc</source>
        <extracomment>Shorter drags, in pixels of the screen, are clicks that slipped. The field of view is looked for on every third pixel of the smallest copy: in two milliseconds. What the network found; not a person&apos;s word.</extracomment>
        <translation>Papille</translation>
    </message>
    <message>
        <source>{length} µm</source>
        <translation>{length} µm</translation>
    </message>
    <message>
        <source>{length} DD (disc estimated)</source>
        <translation>{length} PD (Papille geschätzt)</translation>
    </message>
    <message>
        <source>{length} DD</source>
        <translation>{length} PD</translation>
    </message>
    <message>
        <source>{length} DD (optic disc found)</source>
        <translation>{length} PD (Papille gefunden)</translation>
    </message>
    <message>
        <source>Move the view (Shift + arrow keys), then Ins sets the other end</source>
        <translation>Ansicht verschieben (Umschalt + Pfeiltasten), dann setzt Einfg das andere Ende</translation>
    </message>
    <message>
        <source>Optic disc: drag from edge to edge · Ins: by keys · D: done</source>
        <translation>Papille: von Rand zu Rand ziehen · Einfg: mit Tasten · D: fertig</translation>
    </message>
    <message>
        <source>Drag to measure · D: mark the optic disc · Del: remove · Ins: by keys · M: done</source>
        <translation>Zum Messen ziehen · D: Papille markieren · Entf: entfernen · Einfg: mit Tasten · M: fertig</translation>
    </message>
</context>
<context>
    <name>MissingHeatMap</name>
    <message>
        <source>Heat map is being computed…</source>
        <translation>Heatmap wird berechnet…</translation>
    </message>
    <message>
        <source>Heat map hidden; {key} shows it</source>
        <translation>Heatmap aus; {key} zeigt sie</translation>
    </message>
    <message>
        <source>Heat map hidden</source>
        <translation>Heatmap aus</translation>
    </message>
    <message>
        <source>No heat map: not graded</source>
        <translation>Keine Heatmap: nicht beurteilt</translation>
    </message>
    <message>
        <source>This model makes no heat map</source>
        <translation>Dieses Modell erzeugt keine Heatmap</translation>
    </message>
    <message>
        <source>No heat map: {reason}</source>
        <translation>Keine Heatmap: {reason}</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Name and version</source>
        <translation>Name und Version</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Hash of the content</source>
        <translation>Prüfsumme des Inhalts</translation>
    </message>
    <message>
        <source>none in the file, which is older than such hashes</source>
        <translation>keine in der Datei; sie ist älter als diese Prüfsummen</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Refers from</source>
        <translation>Überweist ab</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>Macular oedema of risk 2</source>
        <translation>Makulaödem, Risiko 2</translation>
    </message>
    <message>
        <source>Operating points</source>
        <translation>Arbeitspunkte</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Result (95 % confidence)</source>
        <translation>Ergebnis (95-%-Konfidenz)</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Photographs of</source>
        <translation>Aufnahmen von</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Same first class</source>
        <translation>Gleiche erste Klasse</translation>
    </message>
    <message>
        <source>Largest difference of a probability</source>
        <translation>Größter Unterschied einer Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Correlation of the heat maps</source>
        <translation>Korrelation der Heatmaps</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Agreement with the float32 original</source>
        <translation>Übereinstimmung mit dem float32-Original</translation>
    </message>
    <message>
        <source>Grades diabetic retinopathy (ICDR scale)</source>
        <translation>Stadieneinteilung der diabetischen Retinopathie (ICDR-Skala)</translation>
    </message>
    <message>
        <source>Recognises everyday things (ImageNet); makes no clinical statement</source>
        <translation>Erkennt Alltagsgegenstände (ImageNet); macht keine klinische Aussage</translation>
    </message>
    <message>
        <source>Classifies pictures; makes no clinical statement</source>
        <translation>Klassifiziert Bilder; macht keine klinische Aussage</translation>
    </message>
    <message>
        <source>field of view</source>
        <translation>Bildfeld</translation>
    </message>
    <message>
        <source>whole photograph</source>
        <translation>ganze Aufnahme</translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No model installed</source>
        <translation>Kein Modell installiert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>Arbeitspunkt</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Rechnet auf</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>{name}: refers from {threshold}; sensitivity {sensitivity}, specificity {specificity} ({measured_on})</source>
        <translation>{name}: überweist ab {threshold}; Sensitivität {sensitivity}, Spezifität {specificity} ({measured_on})</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Model cards</source>
        <translation>Modellkarten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>{name} (refused)</source>
        <translation>{name} (abgelehnt)</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
</context>
<context>
    <name>ModelLoader</name>
    <message>
        <source>{problem}. The program&apos;s own files find optic disc, fovea and lesions instead.</source>
        <extracomment>Threads of models that are loaded from now on; ``None`` for the usual number. The user&apos;s files that mark places beside models that are loaded from now on.</extracomment>
        <translation>{problem}. Papille, Fovea und Läsionen finden stattdessen die Dateien des Programms.</translation>
    </message>
    <message>
        <source>No model is installed: put an .onnx file with a FundusViewer card into {folder}</source>
        <translation>Es ist kein Modell installiert: Legen Sie eine .onnx-Datei mit FundusViewer-Karte in {folder}</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>Overview</source>
        <extracomment>Longer side in logical pixels, the most of the view&apos;s shorter side, and the room around it.</extracomment>
        <translation>Übersicht</translation>
    </message>
</context>
<context>
    <name>NetworkDialog</name>
    <message>
        <source>DICOM network</source>
        <translation>DICOM-Netzwerk</translation>
    </message>
    <message>
        <source>Our own name</source>
        <translation>Unser eigener Name</translation>
    </message>
    <message>
        <source>FHIR server</source>
        <translation>FHIR-Server</translation>
    </message>
    <message>
        <source>Send findings to an archive</source>
        <translation>Befunde an ein Archiv senden</translation>
    </message>
    <message>
        <source>To send nothing, leave name and address empty.</source>
        <translation>Ohne Name und Adresse wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Look for earlier photographs</source>
        <translation>Frühere Aufnahmen suchen</translation>
    </message>
    <message>
        <source>The archive that is asked for a patient&apos;s earlier photographs.</source>
        <translation>Das Archiv, das nach früheren Aufnahmen eines Patienten gefragt wird.</translation>
    </message>
    <message>
        <source>Receive photographs from cameras</source>
        <translation>Aufnahmen von Kameras empfangen</translation>
    </message>
    <message>
        <source>Address of this computer</source>
        <translation>Adresse dieses Computers</translation>
    </message>
    <message>
        <source>Cameras that may send</source>
        <translation>Kameras, die senden dürfen</translation>
    </message>
    <message>
        <source>AE titles, with commas between them</source>
        <translation>AE-Titel, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Keep patient IDs and dates in the database</source>
        <translation>Patienten-IDs und Daten in der Datenbank aufbewahren</translation>
    </message>
    <message>
        <source>Otherwise pseudonyms are saved instead</source>
        <translation>Sonst werden stattdessen Pseudonyme gespeichert</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>Verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>Finding as numbers and codes (structured report)</source>
        <translation>Befund als Zahlen und Codes (Structured Report)</translation>
    </message>
    <message>
        <source>Photograph with label and heat map</source>
        <translation>Aufnahme mit Beschriftung und Heatmap</translation>
    </message>
    <message>
        <source>Readers&apos; marks, for viewers (presentation state)</source>
        <translation>Markierungen der Befunder, für Betrachter (Presentation State)</translation>
    </message>
    <message>
        <source>Printed report (PDF)</source>
        <translation>Gedruckter Bericht (PDF)</translation>
    </message>
    <message>
        <source>Our own name (AE title)</source>
        <translation>Unser eigener Name (AE-Titel)</translation>
    </message>
    <message>
        <source>Everything is off until you switch it on. Without TLS DICOM is not encrypted: use it inside the hospital&apos;s network.</source>
        <translation>Alles ist aus, bis Sie es einschalten. Ohne TLS ist DICOM nicht verschlüsselt: Benutzen Sie es innerhalb des Krankenhausnetzes.</translation>
    </message>
</context>
<context>
    <name>NothingFoundPage</name>
    <message>
        <source>No photograph matches</source>
        <translation>Keine Aufnahme passt</translation>
    </message>
    <message>
        <source>No photograph in the list passes the search and the filters.</source>
        <translation>Keine Aufnahme der Liste passt zu Suche und Filtern.</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>Wieder alle zeigen</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>OperatingPoint</name>
    <message>
        <source>High sensitivity</source>
        <translation>Hohe Sensitivität</translation>
    </message>
    <message>
        <source>High specificity</source>
        <translation>Hohe Spezifität</translation>
    </message>
</context>
<context>
    <name>OutdatedResults</name>
    <message numerus="yes">
        <source>%n photographs here were examined by an earlier version of the model ({older}); in use is {model} {version}. Your own grades are kept.</source>
        <translation>
            <numerusform>%n Aufnahme dieser Liste wurde mit einer früheren Version des Modells ({older}) untersucht; verwendet wird {model} {version}. Ihre eigenen Stadien bleiben.</numerusform>
            <numerusform>%n Aufnahmen dieser Liste wurden mit einer früheren Version des Modells ({older}) untersucht; verwendet wird {model} {version}. Ihre eigenen Stadien bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Examine anew</source>
        <translation>&amp;Neu untersuchen</translation>
    </message>
</context>
<context>
    <name>OverlayController</name>
    <message>
        <source>Heat map hidden</source>
        <extracomment>Opacity for one notch of the wheel or one key press.</extracomment>
        <translation>Heatmap ausgeblendet</translation>
    </message>
    <message>
        <source>No apparent retinopathy: hidden until you show it ({key})</source>
        <translation>Keine erkennbare DR: ausgeblendet, bis Sie sie einblenden ({key})</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat map ({key})</source>
        <translation>Heatmap ({key})</translation>
    </message>
</context>
<context>
    <name>PairBar</name>
    <message>
        <source>The other photograph</source>
        <extracomment>Of the list of photographs, in pixels: a long name fits. Its share of the room that is left, against one of nothing. Room for the name of an eye.</extracomment>
        <translation>Die andere Aufnahme</translation>
    </message>
    <message>
        <source>Single photograph</source>
        <translation>Einzelne Aufnahme</translation>
    </message>
    <message>
        <source>Choose a photograph</source>
        <translation>Aufnahme wählen</translation>
    </message>
</context>
<context>
    <name>PairController</name>
    <message>
        <source>No photograph of the other eye is open.
Choose one above.</source>
        <extracomment>Longer side of the copies that are laid over each other, at least.</extracomment>
        <translation>Keine Aufnahme des anderen Auges ist geöffnet.
Wählen Sie oben eine.</translation>
    </message>
    <message>
        <source>No other visit of this eye is open</source>
        <translation>Kein anderer Besuch dieses Auges ist geöffnet</translation>
    </message>
    <message>
        <source>Aligning…</source>
        <translation>Wird ausgerichtet…</translation>
    </message>
    <message>
        <source>Eye not known</source>
        <translation>Auge nicht bekannt</translation>
    </message>
    <message>
        <source>OD, right eye</source>
        <translation>rechtes Auge (OD)</translation>
    </message>
    <message>
        <source>OS, left eye</source>
        <translation>linkes Auge (OS)</translation>
    </message>
    <message>
        <source>Aligned by optic disc and fovea; the vessels do not match</source>
        <translation>Nach Papille und Fovea ausgerichtet; die Gefäße passen nicht zueinander</translation>
    </message>
    <message>
        <source>Vessels do not match</source>
        <translation>Gefäße passen nicht zusammen</translation>
    </message>
    <message>
        <source>Aligned by size only</source>
        <translation>Nur nach der Größe ausgerichtet</translation>
    </message>
    <message>
        <source>Aligned by the vessels: {count} matching points</source>
        <translation>Nach den Gefäßen ausgerichtet: {count} übereinstimmende Punkte</translation>
    </message>
    <message>
        <source>Aligned</source>
        <translation>Ausgerichtet</translation>
    </message>
</context>
<context>
    <name>PartnerPane</name>
    <message>
        <source>The other photograph</source>
        <translation>Die andere Aufnahme</translation>
    </message>
</context>
<context>
    <name>PatientController</name>
    <message>
        <source>It is not known whose photograph this is (F2)</source>
        <translation>Es ist nicht bekannt, von wem diese Aufnahme ist (F2)</translation>
    </message>
    <message>
        <source>This photograph is not in the list</source>
        <translation>Diese Aufnahme ist nicht in der Liste</translation>
    </message>
</context>
<context>
    <name>PatientDialog</name>
    <message>
        <source>Marked by a second network: MA microaneurysms, HE haemorrhages, EX hard exudates, SE cotton-wool spots.</source>
        <translation>Von einem zweiten Netz markiert: MA Mikroaneurysmen, HE Blutungen, EX harte Exsudate, SE Cotton-Wool-Herde.</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Besuch</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Arzt</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Lesions and macula</source>
        <translation>Läsionen und Makula</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Vorgehen</translation>
    </message>
    <message>
        <source>Visits of {patient}</source>
        <translation>Besuche von {patient}</translation>
    </message>
    <message>
        <source>Grades 0–4. Circle and line: the doctor&apos;s. Square, dashed: the network&apos;s.</source>
        <translation>Stadien 0–4. Kreis und Linie: ärztlich. Quadrat, gestrichelt: das Netz.</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>ohne Datum</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>no photograph</source>
        <translation>keine Aufnahme</translation>
    </message>
    <message>
        <source>to be graded, or not examined</source>
        <translation>noch zu beurteilen oder nicht untersucht</translation>
    </message>
    <message>
        <source>oedema risk {risk}</source>
        <translation>Ödemrisiko {risk}</translation>
    </message>
</context>
<context>
    <name>PatternDialog</name>
    <message>
        <source>Patients from file names</source>
        <translation>Patienten aus Dateinamen</translation>
    </message>
</context>
<context>
    <name>PatternEditor</name>
    <message>
        <source>Pattern</source>
        <extracomment>Shown where the list is empty.</extracomment>
        <translation>Muster</translation>
    </message>
    <message>
        <source>“auto” tries all common ways. A pattern of your own is written with {patient}, {eye} and {date}; * stands for anything, and / for a folder.</source>
        <translation>„auto“ versucht alle üblichen Schreibweisen. Ein eigenes Muster wird mit {patient}, {eye} und {date} geschrieben; * steht für Beliebiges und / für einen Ordner.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>How the pattern reads some file names</source>
        <translation>Wie das Muster einige Dateinamen liest</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
</context>
<context>
    <name>PeerFields</name>
    <message>
        <source>AE title</source>
        <translation>AE-Titel</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>Verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>Name (AE title)</source>
        <translation>Name (AE-Titel)</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation>Verbindung wird geprüft…</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Probabilities</source>
        <extracomment>Width of the bracket beside the possible classes, and of the space that it takes.</extracomment>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>The bracket marks the possible grades: {names}</source>
        <translation>Die Klammer zeigt die möglichen Stadien: {names}</translation>
    </message>
    <message>
        <source>{words} (your grade)</source>
        <translation>{words} (Ihr Stadium)</translation>
    </message>
    <message>
        <source>{words} (possible)</source>
        <translation>{words} (möglich)</translation>
    </message>
</context>
<context>
    <name>ReaderAnswers</name>
    <message>
        <source>First reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
</context>
<context>
    <name>ReadersDialog</name>
    <message>
        <source>Readers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Photographs are read by first reader, second and &amp;arbiter</source>
        <translation>Aufnahmen werden erst-, zweit- und &amp;schiedsbefundet</translation>
    </message>
    <message>
        <source>Readers and their roles</source>
        <translation>Befunder und ihre Rollen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>&amp;Share of readings without referral that are read twice</source>
        <translation>&amp;Anteil der Befunde ohne Überweisung, die zweimal befundet werden</translation>
    </message>
    <message>
        <source>S&amp;eed that chooses them</source>
        <translation>&amp;Startwert, der sie auswählt</translation>
    </message>
    <message>
        <source>Who has no role is deleted as a reader: open cases go back to their queues, answers stay. Referrals and ungradable photographs are always read twice.</source>
        <translation>Wer keine Rolle hat, wird als Befunder gelöscht: Offene Fälle gehen zurück in ihre Warteschlangen, Beurteilungen bleiben. Überweisungen und nicht beurteilbare Aufnahmen werden immer zweimal befundet.</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Computed on</source>
        <translation>Berechnet auf</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Decided by a photograph whose eye is not known</source>
        <translation>Maßgeblich: Auge nicht bekannt</translation>
    </message>
    <message>
        <source>Decided by the left eye (OS)</source>
        <translation>Maßgeblich: das linke Auge (OS)</translation>
    </message>
    <message>
        <source>Decided by the right eye (OD)</source>
        <translation>Maßgeblich: das rechte Auge (OD)</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Decisions for the patients (the most urgent photograph decides)</source>
        <translation>Entscheidungen nach Patienten (die dringlichste Aufnahme entscheidet)</translation>
    </message>
    <message>
        <source>Decisions for the photographs</source>
        <translation>Entscheidungen nach Aufnahmen</translation>
    </message>
    <message>
        <source>Decisions for the visits (the most urgent photograph decides)</source>
        <translation>Entscheidungen nach Besuchen (die dringlichste Aufnahme entscheidet)</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Ärztliche Beurteilung</translation>
    </message>
    <message>
        <source>Doctor&apos;s grade</source>
        <translation>Ärztl. Stadium</translation>
    </message>
    <message>
        <source>Doctor&apos;s note</source>
        <translation>Ärztl. Notiz</translation>
    </message>
    <message>
        <source>Eye not known</source>
        <translation>Auge nicht bekannt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>FundusViewer screening report</source>
        <translation>FundusViewer: Bericht</translation>
    </message>
    <message>
        <source>FundusViewer – screening for diabetic retinopathy</source>
        <translation>FundusViewer – Screening auf diabetische Retinopathie</translation>
    </message>
    <message>
        <source>By the doctor&apos;s grade</source>
        <translation>Nach dem ärztlichen Stadium</translation>
    </message>
    <message>
        <source>Arbiter</source>
        <translation>Schiedsbefunder</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Doctor and program differ {sign}: {count}.</source>
        <translation>Ärztliche Beurteilung und Programm weichen ab {sign}: {count}.</translation>
    </message>
    <message>
        <source>First reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Bogen</translation>
    </message>
    <message>
        <source>Grade 2 or more</source>
        <translation>Ab Stadium 2</translation>
    </message>
    <message>
        <source>Grade OD</source>
        <translation>Stadium OD</translation>
    </message>
    <message>
        <source>Grade OS</source>
        <translation>Stadium OS</translation>
    </message>
    <message>
        <source>Graded by a doctor: {done} of {count} photographs.</source>
        <translation>Ärztlich beurteilt: {done} von {count} Aufnahmen.</translation>
    </message>
    <message>
        <source>Grades of the photographs by a doctor</source>
        <translation>Stadien der Aufnahmen, ärztlich beurteilt</translation>
    </message>
    <message>
        <source>Grades of the photographs by the network</source>
        <translation>Stadien der Aufnahmen, vom Netz</translation>
    </message>
    <message>
        <source>Heat map (occlusion) of “{grade}”</source>
        <translation>Heatmap (Verdeckung) zu „{grade}“</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON-Zeilen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Left eye (OS)</source>
        <translation>Linkes Auge (OS)</translation>
    </message>
    <message>
        <source>Lesions</source>
        <translation>Läsionen</translation>
    </message>
    <message>
        <source>Macular oedema</source>
        <translation>Makulaödem</translation>
    </message>
    <message>
        <source>Model file SHA-256: {hash}</source>
        <translation>SHA-256 der Modelldatei: {hash}</translation>
    </message>
    <message>
        <source>Model: {model}, operating point “{point}” (refer from {share} for referable retinopathy).</source>
        <translation>Modell: {model}, Arbeitspunkt „{point}“ (Überweisung ab {share} für überweisungsbedürftige Retinopathie).</translation>
    </message>
    <message>
        <source>Model: {model}.</source>
        <translation>Modell: {model}.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Network&apos;s grade</source>
        <translation>Stadium (Netz)</translation>
    </message>
    <message>
        <source>No further photograph</source>
        <translation>Keine weitere Aufnahme</translation>
    </message>
    <message>
        <source>No heat map without the photograph.</source>
        <translation>Ohne Aufnahme keine Heatmap.</translation>
    </message>
    <message>
        <source>No heat map: for “{grade}” there is nothing to point at.</source>
        <translation>Keine Heatmap: Bei „{grade}“ gibt es nichts zu zeigen.</translation>
    </message>
    <message>
        <source>No heat map: graded by another version of the program.</source>
        <translation>Keine Heatmap: von einer anderen Version des Programms beurteilt.</translation>
    </message>
    <message>
        <source>No heat map: the last attempt to examine this file failed.</source>
        <translation>Keine Heatmap: Die letzte Untersuchung dieser Datei schlug fehl.</translation>
    </message>
    <message>
        <source>No heat map: the model is not at hand.</source>
        <translation>Keine Heatmap: Das Modell ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>No heat map: the model that graded is not at hand.</source>
        <translation>Keine Heatmap: Das Modell, das beurteilt hat, ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>No heat map: the network gives no usable answer on this machine.</source>
        <translation>Keine Heatmap: Das Netz gibt auf diesem Rechner keine brauchbare Antwort.</translation>
    </message>
    <message>
        <source>No heat map: there is no grade to explain.</source>
        <translation>Keine Heatmap: Es gibt kein Stadium zu erklären.</translation>
    </message>
    <message>
        <source>No photograph is known to be of this eye</source>
        <translation>Von diesem Auge ist keine Aufnahme bekannt</translation>
    </message>
    <message>
        <source>No photograph of this eye</source>
        <translation>Keine Aufnahme dieses Auges</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keines</translation>
    </message>
    <message>
        <source>Not final, readings still to come: {count}.</source>
        <translation>Nicht endgültig, Befunde stehen aus: {count}.</translation>
    </message>
    <message>
        <source>Not finished, does not count: {form}</source>
        <translation>Nicht fertig, zählt nicht: {form}</translation>
    </message>
    <message>
        <source>Not in this part of the list. Result of this eye: {result}</source>
        <translation>Nicht in diesem Teil der Liste. Ergebnis dieses Auges: {result}</translation>
    </message>
    <message>
        <source>OD</source>
        <translation>OD</translation>
    </message>
    <message>
        <source>OS</source>
        <translation>OS</translation>
    </message>
    <message>
        <source>Other findings</source>
        <translation>Andere Befunde</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Parquet table</source>
        <translation>Parquet-Tabelle</translation>
    </message>
    <message>
        <source>Part of a list: {part}</source>
        <translation>Teil einer Liste: {part}</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient no. {number} of this report</source>
        <translation>Patient Nr. {number} dieses Berichts</translation>
    </message>
    <message>
        <source>Patient {name}</source>
        <translation>Patient {name}</translation>
    </message>
    <message>
        <source>Patients, the most urgent first</source>
        <translation>Patienten, die dringlichsten zuerst</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Possible grades</source>
        <translation>Mögliche Stadien</translation>
    </message>
    <message>
        <source>Printed {moment} by {program}.</source>
        <translation>Gedruckt {moment} von {program}.</translation>
    </message>
    <message>
        <source>Printed {moment} by {program}. Macular oedema is not assessed.</source>
        <translation>Gedruckt am {moment} mit {program}. Makulaödem wird nicht beurteilt.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>Bericht (PDF)</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Right eye (OD)</source>
        <translation>Rechtes Auge (OD)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Photographs again</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>A later version of the program filled in this form.</source>
        <translation>Eine neuere Version des Programms hat dieses Formular ausgefüllt.</translation>
    </message>
    <message>
        <source>A later version of the program filled in this form: nothing was stored.</source>
        <translation>Eine neuere Version des Programms hat dieses Formular ausgefüllt: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Accept the network&apos;s answer</source>
        <translation>Antwort des Netzes übernehmen</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>All photographs of this patient</source>
        <translation>Alle Aufnahmen dieses Patienten</translation>
    </message>
    <message>
        <source>An interval is 1 to 60 months: nothing was stored.</source>
        <translation>Ein Abstand beträgt 1 bis 60 Monate: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Another password</source>
        <translation>Anderes Passwort</translation>
    </message>
    <message>
        <source>Another reader has this photograph on the desk now.</source>
        <translation>Diese Aufnahme liegt jetzt bei einem anderen Befunder auf dem Tisch.</translation>
    </message>
    <message>
        <source>At most {count} photographs at once.</source>
        <translation>Höchstens {count} Aufnahmen auf einmal.</translation>
    </message>
    <message>
        <source>At most {count} photographs, each up to {size} MB</source>
        <translation>Höchstens {count} Aufnahmen, jede bis {size} MB</translation>
    </message>
    <message>
        <source>Back to the photograph</source>
        <translation>Zurück zur Aufnahme</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Disc and fovea</source>
        <translation>Papille und Fovea</translation>
    </message>
    <message>
        <source>Done: it counts</source>
        <translation>Fertig: es zählt</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filtered: {hidden} patients and visits are not shown.</source>
        <translation>Gefiltert: {hidden} Patienten und Besuche werden nicht gezeigt.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Form: {form}</source>
        <translation>Bogen: {form}</translation>
    </message>
    <message>
        <source>FundusViewer – photographs classified by a model</source>
        <translation>FundusViewer – von einem Modell klassifizierte Aufnahmen</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>Goes on on the next page: {count} more of this visit&apos;s photographs</source>
        <translation>Weiter auf der nächsten Seite: {count} weitere Aufnahmen dieses Besuchs</translation>
    </message>
    <message>
        <source>Grade {grade}</source>
        <translation>Stadium {grade}</translation>
    </message>
    <message>
        <source>Grading form</source>
        <translation>Befundbogen</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat map of “{grade}”</source>
        <translation>Heatmap zu „{grade}“</translation>
    </message>
    <message>
        <source>In months</source>
        <translation>In Monaten</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertiert</translation>
    </message>
    <message>
        <source>It does not wait for your answer.</source>
        <translation>Sie wartet nicht auf Ihre Antwort.</translation>
    </message>
    <message>
        <source>Keep, without counting</source>
        <translation>Behalten, ohne dass es zählt</translation>
    </message>
    <message>
        <source>Lesions and marks (COCO)</source>
        <translation>Läsionen und Markierungen (COCO)</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Many log in at this moment: try again in some seconds.</source>
        <translation>Gerade melden sich viele an: Versuchen Sie es in einigen Sekunden erneut.</translation>
    </message>
    <message>
        <source>Mark changed</source>
        <translation>Markierung geändert</translation>
    </message>
    <message>
        <source>Mark drawn</source>
        <translation>Markierung gezeichnet</translation>
    </message>
    <message>
        <source>Mark moved</source>
        <translation>Markierung verschoben</translation>
    </message>
    <message>
        <source>Mark taken away</source>
        <translation>Markierung entfernt</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>Most probable classes of the photographs</source>
        <translation>Wahrscheinlichste Klassen der Aufnahmen</translation>
    </message>
    <message>
        <source>Name or password is wrong.</source>
        <translation>Name oder Passwort ist falsch.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>New password, 10 letters and signs or more</source>
        <translation>Neues Passwort, mindestens 10 Buchstaben und Zeichen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Next photograph</source>
        <translation>Nächste Aufnahme</translation>
    </message>
    <message>
        <source>No change</source>
        <translation>Keine Änderung</translation>
    </message>
    <message>
        <source>No heat map: for the lowest grade there is nothing to point at.</source>
        <translation>Keine Heatmap: Beim niedrigsten Stadium gibt es nichts zu zeigen.</translation>
    </message>
    <message>
        <source>No programme: one doctor&apos;s verdict counts.</source>
        <translation>Kein Programm: Das Urteil eines einzelnen Arztes zählt.</translation>
    </message>
    <message>
        <source>Not finished: it does not count yet.</source>
        <translation>Nicht fertig: Es zählt noch nicht.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note removed</source>
        <translation>Notiz entfernt</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>Notiz: {note}</translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation>Nichts wartet auf Sie.</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Only photographs that wait for you or that you have read are shown. There may be others of this patient.</source>
        <translation>Gezeigt werden nur Aufnahmen, die auf Sie warten oder die Sie befundet haben. Es kann weitere dieses Patienten geben.</translation>
    </message>
    <message>
        <source>Only what you have said is shown.</source>
        <translation>Gezeigt ist nur, was Sie selbst gesagt haben.</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of before</source>
        <translation>Bisheriges Passwort</translation>
    </message>
    <message>
        <source>Photograph, with marks by number</source>
        <translation>Aufnahme, mit Markierungen nach Nummer</translation>
    </message>
    <message>
        <source>Photograph, with readers&apos; marks by their numbers</source>
        <translation>Aufnahme, mit den Markierungen der Befunder nach Nummern</translation>
    </message>
    <message>
        <source>Photographs again early</source>
        <translation>Früher wieder aufnehmen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Vorgehen</translation>
    </message>
    <message>
        <source>Please log in again: nothing was stored since.</source>
        <translation>Bitte melden Sie sich erneut an: Seither wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Quality by eye</source>
        <translation>Qualität nach Augenschein</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Readers and accounts are set up with the commands fundusviewer readers and fundusviewer accounts.</source>
        <translation>Befunder und Konten werden mit den Befehlen fundusviewer readers und fundusviewer accounts eingerichtet.</translation>
    </message>
    <message>
        <source>Red-free</source>
        <translation>Rotfrei</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>Überweisen</translation>
    </message>
    <message>
        <source>Refer urgently</source>
        <translation>Dringend überweisen</translation>
    </message>
    <message>
        <source>Repeat the photographs, or examine in another way</source>
        <translation>Aufnahmen wiederholen oder anders untersuchen</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Review history</source>
        <translation>Prüfverlauf</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>SHA-256 {hash}</source>
        <translation>SHA-256 {hash}</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Unterschrift</translation>
    </message>
    <message>
        <source>Since {day}; {share} of the readings without referral go to a second reader.</source>
        <translation>Seit {day}; {share} der Befunde ohne Überweisung gehen an einen Zweitbefunder.</translation>
    </message>
    <message>
        <source>Something else was said of this photograph since: nothing was taken back.</source>
        <translation>Zu dieser Aufnahme wurde seither etwas anderes gesagt: Nichts wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>Something failed here. What you had entered was perhaps not stored.</source>
        <translation>Hier ist etwas fehlgeschlagen. Was Sie eingegeben haben, wurde vielleicht nicht gespeichert.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Steht noch aus</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Store the note</source>
        <translation>Notiz speichern</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Take back the last answer</source>
        <translation>Letzte Antwort zurücknehmen</translation>
    </message>
    <message>
        <source>Taken back: it stands as it was before.</source>
        <translation>Zurückgenommen: Es steht wieder da, was vorher galt.</translation>
    </message>
    <message>
        <source>That is too much: nothing was stored.</source>
        <translation>Das ist zu viel: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>The database does not answer: nothing was stored. Try again soon.</source>
        <translation>Die Datenbank antwortet nicht: Nichts wurde gespeichert. Versuchen Sie es bald noch einmal.</translation>
    </message>
    <message>
        <source>The file could not be read</source>
        <translation>Die Datei war nicht lesbar</translation>
    </message>
    <message>
        <source>The file has been changed since: it is another photograph than the graded one, and is not shown.</source>
        <translation>Die Datei wurde seither geändert: Sie ist eine andere Aufnahme als die beurteilte und wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>The file holds another photograph now: nothing was stored. Look again.</source>
        <translation>Die Datei enthält jetzt eine andere Aufnahme: Nichts wurde gespeichert. Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>The form does not decide anything yet: nothing was stored.</source>
        <translation>Das Formular entscheidet noch nichts: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>The model has other classes than grades: there are notes alone.</source>
        <translation>Das Modell kennt andere Klassen als Stadien: Es gibt hier nur Notizen.</translation>
    </message>
    <message>
        <source>The new password counts from now on.</source>
        <translation>Das neue Passwort gilt ab jetzt.</translation>
    </message>
    <message>
        <source>The new password was not typed twice alike.</source>
        <translation>Das neue Passwort wurde nicht zweimal gleich eingegeben.</translation>
    </message>
    <message>
        <source>The note is too long: nothing was stored.</source>
        <translation>Die Notiz ist zu lang: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>The password of before is wrong.</source>
        <translation>Das bisherige Passwort ist falsch.</translation>
    </message>
    <message>
        <source>The photograph can no longer be read.</source>
        <translation>Die Aufnahme ist nicht mehr lesbar.</translation>
    </message>
    <message>
        <source>The photograph is gone or was changed meanwhile: it can only be marked ungradable. Nothing was stored.</source>
        <translation>Die Aufnahme ist inzwischen fort oder wurde geändert: Sie kann nur als nicht beurteilbar bezeichnet werden. Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>The photograph is no longer where it was when it was graded.</source>
        <translation>Die Aufnahme ist nicht mehr dort, wo sie bei der Beurteilung war.</translation>
    </message>
    <message>
        <source>The picture could not be made ({error}).</source>
        <translation>Das Bild ließ sich nicht herstellen ({error}).</translation>
    </message>
    <message>
        <source>The plan is less than the referral that the scheme asks for: the photograph stays referred.</source>
        <translation>Der Plan ist weniger als die Überweisung, die das Schema verlangt: Die Aufnahme bleibt überwiesen.</translation>
    </message>
    <message>
        <source>The run was stopped before its end.</source>
        <translation>Der Lauf wurde vor dem Ende abgebrochen.</translation>
    </message>
    <message>
        <source>Their names tell patient and eye, as in 1234_OD.jpg. They are stored as they are, and examined at once.</source>
        <translation>Ihre Namen sagen Patient und Auge, wie 1234_OD.jpg. Sie werden gespeichert, wie sie sind, und sofort untersucht.</translation>
    </message>
    <message>
        <source>There is no answer of the network that could be accepted.</source>
        <translation>Es gibt keine Antwort des Netzes, die übernommen werden könnte.</translation>
    </message>
    <message>
        <source>There is no such page.</source>
        <translation>Diese Seite gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing to take back: nothing was stored.</source>
        <translation>Es gibt nichts zurückzunehmen: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>This cannot be answered: nothing was stored.</source>
        <translation>Das kann nicht beantwortet werden: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>This form is not from here, or too old: nothing was stored.</source>
        <translation>Dieses Formular ist nicht von hier oder zu alt: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>This machine has no font for some characters; they stand as their Unicode numbers, like [U+1F600].</source>
        <translation>Für einige Zeichen hat dieser Rechner keine Schrift; sie stehen als Unicode-Nummern da, etwa [U+1F600].</translation>
    </message>
    <message>
        <source>This photograph could not be read.</source>
        <translation>Diese Aufnahme war nicht lesbar.</translation>
    </message>
    <message>
        <source>This photograph does not wait for you any more: nothing was stored.</source>
        <translation>Diese Aufnahme wartet nicht mehr auf Sie: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>This photograph has no review history.</source>
        <translation>Diese Aufnahme hat keinen Prüfverlauf.</translation>
    </message>
    <message>
        <source>This photograph was not on screen yet: nothing was stored.</source>
        <translation>Diese Aufnahme war noch nicht auf dem Bildschirm: Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>Zu entscheiden</translation>
    </message>
    <message>
        <source>To read</source>
        <translation>Zu lesen</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>Zur Liste</translation>
    </message>
    <message>
        <source>Too many attempts: wait a while and try again.</source>
        <translation>Zu viele Versuche: Warten Sie eine Weile und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Too many attempts: wait {minutes} minutes and try again.</source>
        <translation>Zu viele Versuche: Warten Sie {minutes} Minuten und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
    <message>
        <source>Ungradable: {ungradable}; not a fundus photograph: {not_fundus}; errors: {errors}.</source>
        <translation>Nicht beurteilbar: {ungradable}; keine Fundusaufnahme: {not_fundus}; Fehler: {errors}.</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>Hochladen</translation>
    </message>
    <message>
        <source>Upload photographs</source>
        <translation>Aufnahmen hochladen</translation>
    </message>
    <message>
        <source>Weak localisation; the network looked beside the retina, too</source>
        <translation>Grobe Lokalisation; das Netz sah auch neben die Netzhaut</translation>
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
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>You have answered in another window meanwhile: nothing was stored. Look again.</source>
        <translation>Sie haben inzwischen in einem anderen Fenster geantwortet: Nichts wurde gespeichert. Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>You have answered nothing yet.</source>
        <translation>Sie haben noch nichts beantwortet.</translation>
    </message>
    <message>
        <source>You see what waits for you and what you have read. What other readers say is not shown.</source>
        <translation>Sie sehen, was auf Sie wartet und was Sie befundet haben. Was andere Befunder sagen, wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Ihre Antwort</translation>
    </message>
    <message>
        <source>a reader&apos;s queue</source>
        <translation>Warteschlange eines Befunders</translation>
    </message>
    <message>
        <source>a search</source>
        <translation>eine Suche</translation>
    </message>
    <message>
        <source>adequate</source>
        <translation>ausreichend</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>arbiter</source>
        <translation>Schiedsbefunder</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>as the scheme proposes</source>
        <translation>wie das Schema vorschlägt</translation>
    </message>
    <message>
        <source>can be graded</source>
        <translation>beurteilbar</translation>
    </message>
    <message>
        <source>cannot be graded</source>
        <translation>nicht beurteilbar</translation>
    </message>
    <message>
        <source>chosen by folder or file</source>
        <translation>nach Ordner oder Datei ausgewählt</translation>
    </message>
    <message>
        <source>computed on {provider} by {program}, {when}</source>
        <translation>berechnet auf {provider} von {program}, {when}</translation>
    </message>
    <message>
        <source>cotton-wool spot</source>
        <translation>Cotton-Wool-Herd</translation>
    </message>
    <message>
        <source>day not known</source>
        <translation>Tag nicht bekannt</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>eye not known</source>
        <translation>Auge nicht bekannt</translation>
    </message>
    <message>
        <source>files that could not be read or have not been examined</source>
        <translation>Dateien, die nicht gelesen werden konnten oder noch nicht untersucht sind</translation>
    </message>
    <message>
        <source>filled in</source>
        <translation>ausgefüllt</translation>
    </message>
    <message>
        <source>first reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>from {places}</source>
        <translation>aus {places}</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation>Stadium {grade}</translation>
    </message>
    <message>
        <source>haemorrhage</source>
        <translation>Blutung</translation>
    </message>
    <message>
        <source>hard exudate</source>
        <translation>hartes Exsudat</translation>
    </message>
    <message>
        <source>hidden until you have answered</source>
        <translation>verborgen, bis Sie geantwortet haben</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>high sensitivity</source>
        <translation>hohe Sensitivität</translation>
    </message>
    <message>
        <source>high specificity</source>
        <translation>hohe Spezifität</translation>
    </message>
    <message>
        <source>inadequate</source>
        <translation>ungenügend</translation>
    </message>
    <message>
        <source>least</source>
        <translation>geringste</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>logged in</source>
        <translation>angemeldet</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>microaneurysm</source>
        <translation>Mikroaneurysma</translation>
    </message>
    <message>
        <source>most</source>
        <translation>höchste</translation>
    </message>
    <message>
        <source>no cotton-wool spots</source>
        <translation>keine Cotton-Wool-Herde</translation>
    </message>
    <message>
        <source>no final grade</source>
        <translation>kein endgültiges Stadium</translation>
    </message>
    <message>
        <source>no grade</source>
        <translation>kein Stadium</translation>
    </message>
    <message>
        <source>no grade is given</source>
        <translation>es wird kein Stadium genannt</translation>
    </message>
    <message>
        <source>no grade: the model has other classes</source>
        <translation>kein Stadium: das Modell kennt andere Klassen</translation>
    </message>
    <message>
        <source>no haemorrhages</source>
        <translation>keine Blutungen</translation>
    </message>
    <message>
        <source>no hard exudates</source>
        <translation>keine harten Exsudate</translation>
    </message>
    <message>
        <source>no microaneurysms</source>
        <translation>keine Mikroaneurysmen</translation>
    </message>
    <message>
        <source>no photograph</source>
        <translation>keine Aufnahme</translation>
    </message>
    <message>
        <source>no referable diabetic retinopathy</source>
        <translation>keine überweisungsbedürftige DR</translation>
    </message>
    <message>
        <source>no referral</source>
        <translation>keine Überweisung</translation>
    </message>
    <message>
        <source>no referral so far: not final, or not both eyes</source>
        <translation>bisher keine Überweisung: nicht endgültig oder nicht beide Augen</translation>
    </message>
    <message>
        <source>no report</source>
        <translation>kein Bericht</translation>
    </message>
    <message>
        <source>no. {number} of this report</source>
        <translation>Nr. {number} dieses Berichts</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>not a fundus</source>
        <translation>kein Fundus</translation>
    </message>
    <message>
        <source>not a fundus photograph</source>
        <translation>keine Fundusaufnahme</translation>
    </message>
    <message>
        <source>not assessable</source>
        <translation>nicht beurteilbar</translation>
    </message>
    <message>
        <source>not assessed</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>not both eyes</source>
        <translation>nicht beide Augen</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>nicht untersucht</translation>
    </message>
    <message>
        <source>not final</source>
        <translation>nicht endgültig</translation>
    </message>
    <message>
        <source>not final: a second reader is still to read it</source>
        <translation>nicht endgültig: der Zweitbefund steht aus</translation>
    </message>
    <message>
        <source>not final: no first reader has read it yet</source>
        <translation>nicht endgültig: noch kein Erstbefund</translation>
    </message>
    <message>
        <source>not final: one reader&apos;s answer, without the others&apos;</source>
        <translation>nicht endgültig: Beurteilung eines Befunders, ohne die der anderen</translation>
    </message>
    <message>
        <source>not final: the readers disagree, the arbiter decides</source>
        <translation>nicht endgültig: Befunder uneins, der Schiedsbefund steht aus</translation>
    </message>
    <message>
        <source>not finished</source>
        <translation>nicht fertig</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not looked for</source>
        <translation>nicht gesucht</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht gesagt</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>open or not examined</source>
        <translation>offen oder nicht untersucht</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anderes</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>over {share}</source>
        <translation>über {share}</translation>
    </message>
    <message>
        <source>page {page} of {pages} of this visit</source>
        <translation>Seite {page} von {pages} dieses Besuchs</translation>
    </message>
    <message>
        <source>patient not known</source>
        <translation>Patient nicht bekannt</translation>
    </message>
    <message>
        <source>photograph {number} of {count}</source>
        <translation>Aufnahme {number} von {count}</translation>
    </message>
    <message>
        <source>photographs of {date}</source>
        <translation>Aufnahmen vom {date}</translation>
    </message>
    <message>
        <source>photographs that this model has not examined</source>
        <translation>Aufnahmen, die dieses Modell nicht untersucht hat</translation>
    </message>
    <message>
        <source>point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>refer</source>
        <translation>Überweisung</translation>
    </message>
    <message>
        <source>referable diabetic retinopathy</source>
        <translation>überweisungsbedürftige DR</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>repeat the photograph or refer</source>
        <translation>Aufnahme wiederholen oder überweisen</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>risk {risk} of 0–2 (probability of risk 2: {share})</source>
        <translation>Risiko {risk} von 0–2 (Wahrscheinlichkeit für Risiko 2: {share})</translation>
    </message>
    <message>
        <source>search “{words}”</source>
        <translation>Suche „{words}“</translation>
    </message>
    <message>
        <source>second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>selected by hand</source>
        <translation>von Hand ausgewählt</translation>
    </message>
    <message>
        <source>the network&apos;s answer; you have not read it yet</source>
        <translation>Antwort des Netzes; von Ihnen noch nicht gelesen</translation>
    </message>
    <message>
        <source>the run was stopped before its end</source>
        <translation>der Lauf wurde vor dem Ende abgebrochen</translation>
    </message>
    <message>
        <source>there is no finding for this photograph</source>
        <translation>zu dieser Aufnahme gibt es keinen Befund</translation>
    </message>
    <message>
        <source>this model does not grade</source>
        <translation>dieses Modell nennt keine Stadien</translation>
    </message>
    <message>
        <source>this model has not examined the photograph</source>
        <translation>dieses Modell hat die Aufnahme nicht untersucht</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>under {share}</source>
        <translation>unter {share}</translation>
    </message>
    <message>
        <source>ungradable</source>
        <translation>nicht beurteilbar</translation>
    </message>
    <message>
        <source>visit {visit} of {visits}</source>
        <translation>Besuch {visit} von {visits}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{before} withdrawn</source>
        <translation>{before} zurückgezogen</translation>
    </message>
    <message>
        <source>{computed} photographs examined, {known} known already, {failed} not read or not stored</source>
        <translation>{computed} Aufnahmen untersucht, {known} schon bekannt, {failed} nicht gelesen oder nicht gespeichert</translation>
    </message>
    <message>
        <source>{counts}, filter: {filters}</source>
        <translation>{counts}, Filter: {filters}</translation>
    </message>
    <message>
        <source>{count} cotton-wool spot</source>
        <translation>{count} Cotton-Wool-Herd</translation>
    </message>
    <message>
        <source>{count} cotton-wool spots</source>
        <translation>{count} Cotton-Wool-Herde</translation>
    </message>
    <message>
        <source>{count} haemorrhage</source>
        <translation>{count} Blutung</translation>
    </message>
    <message>
        <source>{count} haemorrhages</source>
        <translation>{count} Blutungen</translation>
    </message>
    <message>
        <source>{count} hard exudate</source>
        <translation>{count} hartes Exsudat</translation>
    </message>
    <message>
        <source>{count} hard exudates</source>
        <translation>{count} harte Exsudate</translation>
    </message>
    <message>
        <source>{count} in the database</source>
        <translation>{count} in der Datenbank</translation>
    </message>
    <message>
        <source>{count} microaneurysm</source>
        <translation>{count} Mikroaneurysma</translation>
    </message>
    <message>
        <source>{count} microaneurysms</source>
        <translation>{count} Mikroaneurysmen</translation>
    </message>
    <message>
        <source>{count} of {total} patients and visits</source>
        <translation>{count} von {total} Patienten und Besuchen</translation>
    </message>
    <message>
        <source>{count} of {total} photographs</source>
        <translation>{count} von {total} Aufnahmen</translation>
    </message>
    <message>
        <source>{count} of {total} photographs of this visit are in this report; the result is that of all</source>
        <translation>{count} von {total} Aufnahmen dieses Besuchs stehen in diesem Bericht; das Ergebnis ist das aller Aufnahmen</translation>
    </message>
    <message>
        <source>{count} patient</source>
        <translation>{count} Patient</translation>
    </message>
    <message>
        <source>{count} patients</source>
        <translation>{count} Patienten</translation>
    </message>
    <message>
        <source>{count} photograph</source>
        <translation>{count} Aufnahme</translation>
    </message>
    <message>
        <source>{count} photographs</source>
        <translation>{count} Aufnahmen</translation>
    </message>
    <message>
        <source>{count} photographs were stored and are examined now.</source>
        <translation>{count} Aufnahmen wurden gespeichert und werden jetzt untersucht.</translation>
    </message>
    <message>
        <source>{count} visit</source>
        <translation>{count} Besuch</translation>
    </message>
    <message>
        <source>{count} visits</source>
        <translation>{count} Besuche</translation>
    </message>
    <message>
        <source>{done} of {count}</source>
        <translation>{done} von {count}</translation>
    </message>
    <message>
        <source>{grades} (in {number} of 100 photographs the true grade is among those named)</source>
        <translation>{grades} (in {number} von 100 Aufnahmen ist das wahre Stadium unter den genannten)</translation>
    </message>
    <message>
        <source>{length} DD</source>
        <translation>{length} PD</translation>
    </message>
    <message>
        <source>{length} DD (disc estimated)</source>
        <translation>{length} PD (Papille geschätzt)</translation>
    </message>
    <message>
        <source>{length} DD (optic disc found)</source>
        <translation>{length} PD (Papille gefunden)</translation>
    </message>
    <message>
        <source>{length} µm</source>
        <translation>{length} µm</translation>
    </message>
    <message>
        <source>{lesions} ({distance} disc diameters from the fovea)</source>
        <translation>{lesions} ({distance} Papillendurchmesser von der Fovea)</translation>
    </message>
    <message>
        <source>{lesions}; marked by a second network</source>
        <translation>{lesions}; markiert von einem zweiten Netz</translation>
    </message>
    <message>
        <source>{page} of {pages}</source>
        <translation>{page} von {pages}</translation>
    </message>
    <message>
        <source>{patient} – continued</source>
        <translation>{patient} – Fortsetzung</translation>
    </message>
    <message>
        <source>{plan}, in {months} months</source>
        <translation>{plan}, in {months} Monaten</translation>
    </message>
    <message>
        <source>{seconds} s, {speed} photographs a second</source>
        <translation>{seconds} s, {speed} Aufnahmen pro Sekunde</translation>
    </message>
    <message>
        <source>{sign} By the doctor&apos;s grade; the program says: {answer}</source>
        <translation>{sign} Nach dem ärztlichen Stadium; das Programm sagt: {answer}</translation>
    </message>
    <message>
        <source>{verdict}, before the network&apos;s answer was shown</source>
        <translation>{verdict}, bevor die Antwort des Netzes zu sehen war</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>… [the rest is in the database]</source>
        <translation>… [der Rest steht in der Datenbank]</translation>
    </message>
</context>
<context>
    <name>ReportPreview</name>
    <message>
        <source>Preview: {title}</source>
        <extracomment>Sides of a page in inches. Pages that are kept: those before and after the one in sight, as large as a screen. How long after the window was resized its page is drawn anew, in milliseconds. Dots for an inch at full size, and how many a page has at most.</extracomment>
        <translation>Vorschau: {title}</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Size of the page</source>
        <translation>Größe der Seite</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>Width of the page</source>
        <translation>Seitenbreite</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Volle Größe</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>&amp;Stop printing</source>
        <translation>Druck &amp;abbrechen</translation>
    </message>
    <message>
        <source>Page before (Page Up)</source>
        <translation>Vorige Seite (Bild auf)</translation>
    </message>
    <message>
        <source>Next page (Page Down)</source>
        <translation>Nächste Seite (Bild ab)</translation>
    </message>
    <message>
        <source>of {pages}</source>
        <translation>von {pages}</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>&amp;Drucken…</translation>
    </message>
    <message>
        <source>&amp;Save as PDF…</source>
        <translation>Als &amp;PDF sichern…</translation>
    </message>
    <message>
        <source>Page {number} of {pages}</source>
        <translation>Seite {number} von {pages}</translation>
    </message>
    <message>
        <source>{page} is being drawn…</source>
        <translation>{page} wird gezeichnet…</translation>
    </message>
    <message>
        <source>{printer} did not take the pages.</source>
        <translation>{printer} hat die Seiten nicht angenommen.</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Possible: {grades}</source>
        <translation>Möglich: {grades}</translation>
    </message>
    <message>
        <source>No other grade is likely</source>
        <translation>Kein anderes Stadium ist wahrscheinlich</translation>
    </message>
    <message>
        <source>Grade {grade} is the most probable one, but the probability of referable retinopathy, {probability}, reaches the operating point, {threshold}</source>
        <translation>Stadium {grade} ist das wahrscheinlichste, aber die Wahrscheinlichkeit einer überweisungsbedürftigen Retinopathie, {probability}, erreicht den Arbeitspunkt, {threshold}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Untersucht</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>Arbeitspunkt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>{at}, on {provider}</source>
        <translation>{at}, auf {provider}</translation>
    </message>
    <message>
        <source>read</source>
        <translation>lesen</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>vorbereiten</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>assess</source>
        <translation>bewerten</translation>
    </message>
    <message>
        <source>paint</source>
        <translation>zeichnen</translation>
    </message>
    <message>
        <source>Finding</source>
        <extracomment>How many classes are listed for a model with many. Names and values that the finding of a network that grades has. Size of the grade&apos;s letters as times the program&apos;s; room around the parts, and between them. The same in a low window.</extracomment>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>How this finding was made</source>
        <translation>Wie dieser Befund entstand</translation>
    </message>
    <message>
        <source>Network: grade {grade}: {name}, {probability}</source>
        <translation>Netz: Stadium {grade}: {name}, {probability}</translation>
    </message>
    <message>
        <source>Grade {grade}: {name}, {probability}</source>
        <translation>Stadium {grade}: {name}, {probability}</translation>
    </message>
    <message>
        <source>Referable diabetic retinopathy: {probability}
Refers from {threshold} on, and from grade {grade} on</source>
        <translation>Überweisungsbedürftige diabetische Retinopathie: {probability}
Überwiesen wird ab {threshold} und ab Stadium {grade}</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Gradable; no remarks</source>
        <translation>Beurteilbar; keine Anmerkung</translation>
    </message>
    <message>
        <source>superior temporal</source>
        <translation>temporal oben</translation>
    </message>
    <message>
        <source>superior nasal</source>
        <translation>nasal oben</translation>
    </message>
    <message>
        <source>inferior nasal</source>
        <translation>nasal unten</translation>
    </message>
    <message>
        <source>inferior temporal</source>
        <translation>temporal unten</translation>
    </message>
    <message>
        <source>Macular oedema: {answer}</source>
        <translation>Makulaödem: {answer}</translation>
    </message>
    <message>
        <source>Marked by a second network: {lesions}</source>
        <translation>Von einem zweiten Netz markiert: {lesions}</translation>
    </message>
    <message>
        <source>Macular oedema with these marks: {answer}</source>
        <translation>Makulaödem mit diesen Markierungen: {answer}</translation>
    </message>
    <message>
        <source>By quadrant: {counts}</source>
        <translation>Nach Quadranten: {counts}</translation>
    </message>
</context>
<context>
    <name>ReviewController</name>
    <message>
        <source>Your own grade first: keys 0–4, or U for ungradable</source>
        <extracomment>Photographs that are looked through at once for the next one to review; more are looked up. How often something could not be stored. Whether a form is open: then a grade does not go on to the next photograph.</extracomment>
        <translation>Zuerst Ihr eigenes Stadium: Tasten 0–4, oder U für nicht beurteilbar</translation>
    </message>
    <message>
        <source>The network refers, with a grade below 2: give your own grade</source>
        <translation>Das Netz überweist mit einem Stadium unter 2: bitte Ihr eigenes Stadium angeben</translation>
    </message>
    <message>
        <source>There is no grade to accept</source>
        <translation>Es gibt kein Stadium zu übernehmen</translation>
    </message>
    <message>
        <source>Not saved: a note needs its author&apos;s name</source>
        <translation>Nicht gespeichert: Zu einer Notiz gehört der Name ihres Verfassers</translation>
    </message>
    <message>
        <source>Not saved: a form needs its author&apos;s name</source>
        <translation>Nicht gespeichert: ein Bogen braucht den Namen dessen, der ihn ausfüllt</translation>
    </message>
    <message>
        <source>Not saved: this photograph has not been examined as it is now</source>
        <translation>Nicht gespeichert: Diese Aufnahme wurde nicht untersucht, wie sie jetzt ist</translation>
    </message>
    <message>
        <source>Not saved: a mark needs its author&apos;s name</source>
        <translation>Nicht gespeichert: Eine Markierung braucht den Namen ihres Verfassers</translation>
    </message>
    <message>
        <source>All photographs of this list are reviewed</source>
        <translation>Alle Aufnahmen dieser Liste sind geprüft</translation>
    </message>
    <message>
        <source>This model has other classes than grades: there are notes and marks alone</source>
        <translation>Dieses Modell kennt andere Klassen als Stadien: Es gibt hier nur Notizen und Markierungen</translation>
    </message>
    <message>
        <source>Not saved ({what}): {reason}</source>
        <translation>Nicht gespeichert ({what}): {reason}</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Rückgängig gemacht: {what}</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>Wiederholt: {what}</translation>
    </message>
    <message>
        <source>the network&apos;s grades</source>
        <translation>die Stadien des Netzes</translation>
    </message>
    <message>
        <source>“ungradable”</source>
        <translation>„nicht beurteilbar“</translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation>Stadium {grade}</translation>
    </message>
    <message numerus="yes">
        <source>Give {what} to %n photographs?</source>
        <translation>
            <numerusform>{what} für %n Aufnahme angeben?</numerusform>
            <numerusform>{what} für %n Aufnahmen angeben?</numerusform>
        </translation>
    </message>
    <message>
        <source>Several photographs</source>
        <translation>Mehrere Aufnahmen</translation>
    </message>
    <message>
        <source>Who grades?</source>
        <translation>Wer beurteilt?</translation>
    </message>
    <message>
        <source>Your name is saved with every grade, note and mark in the database:</source>
        <translation>Ihr Name wird mit jedem Stadium, jeder Notiz und jeder Markierung in der Datenbank gespeichert:</translation>
    </message>
    <message>
        <source>An administrator gives no grades: choose a role</source>
        <translation>Ein Verwalter vergibt keine Stadien: bitte eine Rolle wählen</translation>
    </message>
    <message>
        <source>This photograph has not been read yet</source>
        <translation>Diese Aufnahme wurde noch nicht gelesen</translation>
    </message>
    <message>
        <source>This photograph has no review history</source>
        <translation>Diese Aufnahme hat keinen Prüfverlauf</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>The note is not saved yet; Enter tries again</source>
        <translation>Die Notiz ist noch nicht gespeichert; die Eingabetaste versucht es erneut</translation>
    </message>
    <message>
        <source>Your grade</source>
        <translation>Ihr Stadium</translation>
    </message>
    <message>
        <source>Accept (Enter)</source>
        <translation>Übernehmen (Eingabe)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Prüfverlauf</translation>
    </message>
    <message>
        <source>Review history (Ctrl+H)</source>
        <translation>Prüfverlauf (Strg+H)</translation>
    </message>
    <message>
        <source>Note (N)</source>
        <translation>Notiz (N)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Your note</source>
        <translation>Ihre Notiz</translation>
    </message>
    <message>
        <source>active eye: {eye}</source>
        <translation>aktives Auge: {eye}</translation>
    </message>
    <message>
        <source>To review: the network refers with a grade below 2</source>
        <translation>Zu prüfen: Das Netz überweist mit einem Stadium unter 2</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation>Nicht beurteilbar</translation>
    </message>
    <message>
        <source>The network says the same</source>
        <translation>Das Netz sagt dasselbe</translation>
    </message>
    <message>
        <source>The program says: cannot be graded</source>
        <translation>Das Programm sagt: nicht beurteilbar</translation>
    </message>
    <message>
        <source>The network says {grade}</source>
        <translation>Das Netz sagt {grade}</translation>
    </message>
    <message>
        <source>, before the network&apos;s answer was shown</source>
        <translation>, bevor die Antwort des Netzes zu sehen war</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>first reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>arbiter</source>
        <translation>Schiedsbefunder</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Verwalter</translation>
    </message>
</context>
<context>
    <name>RunNotice</name>
    <message>
        <source>{reason} The run is paused, and nothing is lost: when that is mended, Resume (Shift+Esc) goes on.</source>
        <extracomment>Stands before the reason why a result is not in the database (``screening/pipeline.py``). What its next words say is for every photograph the same.</extracomment>
        <translation>{reason} Der Lauf ist angehalten, und nichts ist verloren: Wenn das behoben ist, geht es mit Fortsetzen (Umschalt+Esc) weiter.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause after the current photograph; can be resumed (Esc)</source>
        <translation>Nach der laufenden Aufnahme anhalten; kann fortgesetzt werden (Esc)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Examine the photographs that are not examined yet (Shift+Esc)</source>
        <translation>Die noch nicht untersuchten Aufnahmen untersuchen (Shift+Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>List these photographs</source>
        <translation>Diese Aufnahmen auflisten</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Finished: {total} photographs</source>
        <translation>Fertig: {total} Aufnahmen</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>weniger als eine Minute übrig</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>noch etwa {count} min</translation>
    </message>
    <message>
        <source>about {count} h left</source>
        <translation>noch etwa {count} h</translation>
    </message>
    <message>
        <source>Examined: {count}</source>
        <translation>Untersucht: {count}</translation>
    </message>
    <message>
        <source>Failed: {count}</source>
        <translation>Fehlgeschlagen: {count}</translation>
    </message>
    <message>
        <source>Not examined: {count}</source>
        <translation>Nicht untersucht: {count}</translation>
    </message>
</context>
<context>
    <name>SaidWords</name>
    <message>
        <source>the network&apos;s grades</source>
        <translation>die Stadien des Netzes</translation>
    </message>
    <message>
        <source>“ungradable”</source>
        <translation>„nicht beurteilbar“</translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation>Stadium {grade}</translation>
    </message>
    <message>
        <source>grade withdrawn</source>
        <translation>Stadium zurückgezogen</translation>
    </message>
    <message>
        <source>grading form</source>
        <translation>Befundbogen</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>mark taken away</source>
        <translation>Markierung entfernt</translation>
    </message>
    <message>
        <source>mark</source>
        <translation>Markierung</translation>
    </message>
    <message>
        <source>patient, eye and date</source>
        <translation>Patient, Auge und Datum</translation>
    </message>
    <message>
        <source>{what} for {count} photographs</source>
        <translation>{what} für {count} Aufnahmen</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
</context>
<context>
    <name>SeatController</name>
    <message>
        <source>Who reads?</source>
        <extracomment>Readers, and the programme where there is one.</extracomment>
        <translation>Wer befundet?</translation>
    </message>
    <message>
        <source>Reading now: {who}</source>
        <translation>Es befundet: {who}</translation>
    </message>
    <message>
        <source>Only an administrator changes the readers</source>
        <translation>Nur ein Verwalter ändert die Befunder</translation>
    </message>
</context>
<context>
    <name>SeatDialog</name>
    <message>
        <source>Who reads?</source>
        <translation>Wer befundet?</translation>
    </message>
    <message>
        <source>Readers and their roles</source>
        <translation>Befunder und ihre Rollen</translation>
    </message>
    <message>
        <source>Everything that you say of photographs is stored under this name and role. Other readers&apos; answers are shown to arbiters and administrators only.</source>
        <translation>Alles, was Sie zu Aufnahmen sagen, wird unter diesem Namen und dieser Rolle gespeichert. Beurteilungen anderer Befunder sehen nur Schiedsbefunder und Verwalter.</translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>Writing DICOM objects…</source>
        <extracomment>Milliseconds between two looks at the outbox.</extracomment>
        <translation>DICOM-Objekte werden geschrieben…</translation>
    </message>
    <message>
        <source>De-identifying photographs…</source>
        <translation>Aufnahmen werden de-identifiziert…</translation>
    </message>
    <message>
        <source>Preparing findings for the archive…</source>
        <translation>Befunde werden für das Archiv vorbereitet…</translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects written</source>
        <translation>
            <numerusform>%n DICOM-Objekt geschrieben</numerusform>
            <numerusform>%n DICOM-Objekte geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n de-identified copies saved</source>
        <translation>
            <numerusform>%n de-identifizierte Kopie gespeichert</numerusform>
            <numerusform>%n de-identifizierte Kopien gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source> (and {more} more)</source>
        <translation> (und {more} weitere)</translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects on their way to the archive</source>
        <translation>
            <numerusform>%n DICOM-Objekt auf dem Weg zum Archiv</numerusform>
            <numerusform>%n DICOM-Objekte auf dem Weg zum Archiv</numerusform>
        </translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation>Nicht geschrieben: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects sent</source>
        <translation>
            <numerusform>%n DICOM-Objekt gesendet</numerusform>
            <numerusform>%n DICOM-Objekte gesendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{reason}. %n objects wait in the outbox.</source>
        <translation>
            <numerusform>{reason}. %n Objekt wartet im Postausgang.</numerusform>
            <numerusform>{reason}. %n Objekte warten im Postausgang.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source> in {1} frames</source>
        <translation> in {1} Bildern</translation>
    </message>
    <message>
        <source> of {1}</source>
        <translation> für {1}</translation>
    </message>
    <message>
        <source>A part of the retina is missing: centre the eye.</source>
        <translation>Ein Teil der Netzhaut fehlt: das Auge zentrieren.</translation>
    </message>
    <message>
        <source>DICOM object that is no photograph</source>
        <translation>DICOM-Objekt, das keine Aufnahme ist</translation>
    </message>
    <message>
        <source>Files of this patient lie in several folders: check that they are one person&apos;s.</source>
        <translation>Dateien dieses Patienten liegen in mehreren Ordnern: prüfen, ob sie von einer Person sind.</translation>
    </message>
    <message>
        <source>For research use only. Not for diagnosis.</source>
        <translation>Nur für die Forschung. Nicht zur Diagnose.</translation>
    </message>
    <message>
        <source>In {1} of 100 photographs like those it was fitted on, the true grade is among the grades named.</source>
        <translation>Bei {1} von 100 Aufnahmen wie denen, an denen es angepasst wurde, ist das wahre Stadium unter den genannten.</translation>
    </message>
    <message>
        <source>It is dark: dilate the pupil or raise the flash.</source>
        <translation>Sie ist dunkel: Pupille erweitern oder Blitz erhöhen.</translation>
    </message>
    <message>
        <source>It is not quite sharp: focus again, or clean the lens.</source>
        <translation>Sie ist nicht ganz scharf: neu fokussieren oder Objektiv reinigen.</translation>
    </message>
    <message>
        <source>It is partly overexposed: lower the flash.</source>
        <translation>Sie ist teilweise überbelichtet: Blitz verringern.</translation>
    </message>
    <message>
        <source>Label: {1}, {2}</source>
        <translation>Ergebnis: {1}, {2}</translation>
    </message>
    <message>
        <source>Much of the retina is missing: centre the eye, hold the lids; copy a cut-off file again.</source>
        <translation>Ein großer Teil der Netzhaut fehlt: Auge zentrieren, Lider halten; eine abgeschnittene Datei neu kopieren.</translation>
    </message>
    <message>
        <source>Much stronger contrasts than a retina&apos;s: check that this is a fundus photograph.</source>
        <translation>Viel stärkere Kontraste als auf einer Netzhaut: prüfen, ob dies eine Fundusaufnahme ist.</translation>
    </message>
    <message>
        <source>No region reaches half of the heat map&apos;s scale</source>
        <translation>Kein Bereich erreicht die Hälfte der Skala der Heatmap</translation>
    </message>
    <message>
        <source>No round field of view, and more colours than a retina has: check the file.</source>
        <translation>Kein rundes Bildfeld und mehr Farben, als eine Netzhaut hat: Datei prüfen.</translation>
    </message>
    <message>
        <source>No round field of view, as a fundus camera makes it: check that the photograph is whole.</source>
        <translation>Kein rundes Bildfeld, wie es eine Funduskamera macht: prüfen, ob die Aufnahme vollständig ist.</translation>
    </message>
    <message>
        <source>Noise or fine texture, no structures of a retina: check the file or the camera.</source>
        <translation>Rauschen oder feine Muster, keine Netzhautstrukturen: Datei oder Kamera prüfen.</translation>
    </message>
    <message>
        <source>Not a fundus photograph</source>
        <translation>Keine Fundusaufnahme</translation>
    </message>
    <message>
        <source>Not sharp: focus again, or clean the lens; if the lens of the eye is cloudy, refer.</source>
        <translation>Unscharf: neu fokussieren oder Objektiv reinigen; bei getrübter Augenlinse überweisen.</translation>
    </message>
    <message>
        <source>Nothing is to be seen: one even colour. Check the file, or take the photograph again.</source>
        <translation>Es ist nichts zu sehen: eine gleichmäßige Farbe. Datei prüfen oder die Aufnahme wiederholen.</translation>
    </message>
    <message>
        <source>Referral is uncertain: grades with and without referral are both possible.</source>
        <translation>Die Überweisung ist unsicher: Stadien mit und ohne Überweisung sind möglich.</translation>
    </message>
    <message>
        <source>Repeat the photograph, or refer.</source>
        <translation>Aufnahme wiederholen oder überweisen.</translation>
    </message>
    <message>
        <source>The DICOM object names both eyes: check which eye it is.</source>
        <translation>Das DICOM-Objekt nennt beide Augen: prüfen, welches Auge es ist.</translation>
    </message>
    <message>
        <source>The DICOM object names no patient: its study alone holds photographs together.</source>
        <translation>Das DICOM-Objekt nennt keinen Patienten: nur seine Studie hält Aufnahmen zusammen.</translation>
    </message>
    <message>
        <source>The DICOM object says “{1}” for the eye, which is not understood: check which eye it is.</source>
        <translation>Das DICOM-Objekt nennt als Auge „{1}“, was nicht verstanden wird: prüfen, welches Auge es ist.</translation>
    </message>
    <message>
        <source>The colours are not those of a retina: choose a colour fundus photograph.</source>
        <translation>Die Farben sind nicht die einer Netzhaut: eine farbige Fundusaufnahme wählen.</translation>
    </message>
    <message>
        <source>The file&apos;s name does not tell for certain which eye it is: check it, and set it.</source>
        <translation>Der Dateiname sagt nicht sicher, welches Auge es ist: prüfen und festlegen.</translation>
    </message>
    <message>
        <source>The file&apos;s name does not tell for certain whose photograph it is.</source>
        <translation>Der Dateiname sagt nicht sicher, von wem die Aufnahme ist.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of the picture is shifted, of another colour, or missing. Copy it from the camera again.</source>
        <translation>Die Datei ist beschädigt: Ein Teil des Bildes ist verschoben, anders gefärbt oder fehlt. Noch einmal von der Kamera kopieren.</translation>
    </message>
    <message>
        <source>A second network marked hard exudates within one disc diameter of the fovea: macular oedema is not ruled out.</source>
        <translation>Ein zweites Netz hat harte Exsudate im Abstand von höchstens einem Papillendurchmesser zur Fovea markiert: Ein Makulaödem ist nicht ausgeschlossen.</translation>
    </message>
    <message>
        <source>Hard exudates may be present (risk 1): macular oedema is not ruled out.</source>
        <translation>Möglicherweise harte Exsudate (Risiko 1): Ein Makulaödem ist nicht ausgeschlossen.</translation>
    </message>
    <message>
        <source>Macular oedema is likely (risk 2: hard exudates near the fovea): refer.</source>
        <translation>Makulaödem wahrscheinlich (Risiko 2: harte Exsudate nahe der Fovea): überweisen.</translation>
    </message>
    <message>
        <source>Macular oedema is not assessable: the macula is not on this photograph, and there are signs of hard exudates. Repeat the photograph, or refer.</source>
        <translation>Makulaödem nicht beurteilbar: Die Makula ist nicht auf dieser Aufnahme, und es gibt Anzeichen für harte Exsudate. Aufnahme wiederholen oder überweisen.</translation>
    </message>
    <message>
        <source>Macular oedema is not assessable: the macula is not on this photograph.</source>
        <translation>Makulaödem nicht beurteilbar: Die Makula ist nicht auf dieser Aufnahme.</translation>
    </message>
    <message>
        <source>Occlusion{1}, {2} × {3} cells, {4}</source>
        <translation>Verdeckung{1}, {2} × {3} Felder, {4}</translation>
    </message>
    <message>
        <source>Microaneurysms only</source>
        <translation>Nur Mikroaneurysmen</translation>
    </message>
    <message>
        <source>, some reviewed with the program&apos;s answer in sight</source>
        <translation>, manche mit Blick auf die Antwort des Programms beurteilt</translation>
    </message>
    <message>
        <source>; and {1} more</source>
        <translation>; und {1} weitere</translation>
    </message>
    <message>
        <source>A photograph of the left eye (OS) cannot be graded; the set is complete without it.</source>
        <translation>Eine Aufnahme des linken Auges (OS) ist nicht beurteilbar; der Satz ist ohne sie vollständig.</translation>
    </message>
    <message>
        <source>A photograph of the right eye (OD) cannot be graded; the set is complete without it.</source>
        <translation>Eine Aufnahme des rechten Auges (OD) ist nicht beurteilbar; der Satz ist ohne sie vollständig.</translation>
    </message>
    <message>
        <source>A regular pattern lies over the picture, as that of a screen or a print: take the camera&apos;s original.</source>
        <translation>Über dem Bild liegt ein regelmäßiges Muster wie das eines Bildschirms oder Drucks: das Original der Kamera nehmen.</translation>
    </message>
    <message>
        <source>A report was written before the final grade, or of a part only.</source>
        <translation>Ein Bericht wurde vor dem endgültigen Stadium oder nur über einen Teil geschrieben.</translation>
    </message>
    <message>
        <source>A second network marked microaneurysms or haemorrhages in the macula: macular oedema without exudates, which a photograph does not show, is not ruled out.</source>
        <translation>Ein zweites Netz hat Mikroaneurysmen oder Blutungen in der Makula markiert: Ein Makulaödem ohne Exsudate, das ein Foto nicht zeigt, ist nicht ausgeschlossen.</translation>
    </message>
    <message>
        <source>A wide field of view, or a stretched picture: take a photograph of 45 to 60 degrees as the camera makes it, or refer.</source>
        <translation>Ein weites Bildfeld oder ein verzerrtes Bild: eine Aufnahme von 45 bis 60 Grad machen, so wie die Kamera sie liefert, oder überweisen.</translation>
    </message>
    <message>
        <source>Active new vessels</source>
        <translation>Aktive Gefäßneubildungen</translation>
    </message>
    <message>
        <source>Age-related macular degeneration</source>
        <translation>Altersabhängige Makuladegeneration</translation>
    </message>
    <message>
        <source>All reviews were made before the program&apos;s answer was shown.</source>
        <translation>Alle Beurteilungen wurden abgegeben, bevor die Antwort des Programms zu sehen war.</translation>
    </message>
    <message>
        <source>All {1} photographs are {2} by the doctor&apos;s grade: nothing can be fitted to one kind alone. {3}</source>
        <translation>Alle {1} Aufnahmen sind nach dem Stadium des Arztes {2}: An eine Art allein lässt sich nichts anpassen. {3}</translation>
    </message>
    <message>
        <source>Any exudate</source>
        <translation>Exsudat</translation>
    </message>
    <message>
        <source>Any haemorrhage</source>
        <translation>Blutung</translation>
    </message>
    <message>
        <source>Any microaneurysm</source>
        <translation>Mikroaneurysma</translation>
    </message>
    <message>
        <source>Any microaneurysms</source>
        <translation>Mikroaneurysmen</translation>
    </message>
    <message>
        <source>Apple&apos;s processors</source>
        <translation>Prozessoren von Apple</translation>
    </message>
    <message>
        <source>Blot haemorrhages</source>
        <translation>Fleckförmige Blutungen</translation>
    </message>
    <message>
        <source>Blot haemorrhages within 1 disc diameter of the fovea</source>
        <translation>Fleckförmige Blutungen bis 1 Papillendurchmesser von der Fovea</translation>
    </message>
    <message>
        <source>By optic disc and fovea the photograph is upside down: check which eye it is before you mark or measure.</source>
        <translation>Nach Papille und Fovea steht die Aufnahme auf dem Kopf: Prüfen Sie, welches Auge es ist, bevor Sie etwas markieren oder messen.</translation>
    </message>
    <message>
        <source>Cataract or lens opacity</source>
        <translation>Katarakt oder Linsentrübung</translation>
    </message>
    <message>
        <source>Choroidal naevus</source>
        <translation>Aderhautnävus</translation>
    </message>
    <message>
        <source>Circinate or group of exudates within the macula</source>
        <translation>Ring oder Gruppe von Exsudaten in der Makula</translation>
    </message>
    <message>
        <source>Cotton wool spots</source>
        <translation>Cotton-Wool-Herde</translation>
    </message>
    <message>
        <source>Distance from the first photographs: {1} before, {2} since.</source>
        <translation>Abstand von den ersten Aufnahmen: vorher {1}, seither {2}.</translation>
    </message>
    <message>
        <source>Dot haemorrhages</source>
        <translation>Punktförmige Blutungen</translation>
    </message>
    <message>
        <source>Enucleated eye</source>
        <translation>Enukleiertes Auge</translation>
    </message>
    <message>
        <source>Epiretinal membrane</source>
        <translation>Epiretinale Membran</translation>
    </message>
    <message>
        <source>Exudate within 1 disc diameter of the fovea</source>
        <translation>Exsudat bis 1 Papillendurchmesser von der Fovea</translation>
    </message>
    <message>
        <source>Fewer photographs are referred.</source>
        <translation>Es werden weniger Aufnahmen überwiesen.</translation>
    </message>
    <message>
        <source>Four or more blot haemorrhages in both hemi-fields</source>
        <translation>Vier oder mehr fleckförmige Blutungen in beiden Feldhälften</translation>
    </message>
    <message>
        <source>Four or more blot haemorrhages in one hemi-field only</source>
        <translation>Vier oder mehr fleckförmige Blutungen in nur einer Feldhälfte</translation>
    </message>
    <message>
        <source>Glaucoma suspect</source>
        <translation>Verdacht auf Glaukom</translation>
    </message>
    <message>
        <source>Grad-CAM × Layer-CAM</source>
        <translation>Grad-CAM × Layer-CAM</translation>
    </message>
    <message>
        <source>Hard exudates</source>
        <translation>Harte Exsudate</translation>
    </message>
    <message>
        <source>Hard exudates 1–2 disc diameters from the fovea</source>
        <translation>Harte Exsudate 1–2 Papillendurchmesser von der Fovea</translation>
    </message>
    <message>
        <source>Hard exudates within 1 disc diameter of the fovea</source>
        <translation>Harte Exsudate bis 1 Papillendurchmesser von der Fovea</translation>
    </message>
    <message>
        <source>Heat map{1}, {2} × {3} cells, {4}</source>
        <translation>Heatmap{1}, {2} × {3} Felder, {4}</translation>
    </message>
    <message>
        <source>ICDR: international clinical scale</source>
        <translation>ICDR: internationale klinische Skala</translation>
    </message>
    <message>
        <source>Incomplete set: no gradable photograph of the left eye (OS) is centred on the optic disc.</source>
        <translation>Unvollständiger Satz: keine beurteilbare Aufnahme des linken Auges (OS) ist auf die Papille zentriert.</translation>
    </message>
    <message>
        <source>Incomplete set: no gradable photograph of the left eye (OS) shows the macula.</source>
        <translation>Unvollständiger Satz: keine beurteilbare Aufnahme des linken Auges (OS) zeigt die Makula.</translation>
    </message>
    <message>
        <source>Incomplete set: no gradable photograph of the right eye (OD) is centred on the optic disc.</source>
        <translation>Unvollständiger Satz: keine beurteilbare Aufnahme des rechten Auges (OD) ist auf die Papille zentriert.</translation>
    </message>
    <message>
        <source>Incomplete set: no gradable photograph of the right eye (OD) shows the macula.</source>
        <translation>Unvollständiger Satz: keine beurteilbare Aufnahme des rechten Auges (OD) zeigt die Makula.</translation>
    </message>
    <message>
        <source>Intraretinal microvascular abnormality (IRMA)</source>
        <translation>Intraretinale mikrovaskuläre Anomalie (IRMA)</translation>
    </message>
    <message>
        <source>Laser scars</source>
        <translation>Lasernarben</translation>
    </message>
    <message>
        <source>Light beside the field of view: the file is damaged, or shows a screen or a page. Take the camera&apos;s original.</source>
        <translation>Licht neben dem Bildfeld: Die Datei ist beschädigt oder zeigt einen Bildschirm oder eine Seite. Das Original der Kamera nehmen.</translation>
    </message>
    <message>
        <source>Look at these photographs and at the camera: the figures of the model may not hold for them.</source>
        <translation>Sehen Sie diese Aufnahmen und die Kamera an: Die Kennzahlen des Modells gelten für sie vielleicht nicht.</translation>
    </message>
    <message>
        <source>M1, where stereo is available</source>
        <translation>M1, wo in Stereo fotografiert wird</translation>
    </message>
    <message>
        <source>M1: more than 1 and at most 2 disc diameters from its centre</source>
        <translation>M1: mehr als 1 und höchstens 2 Papillendurchmesser von ihrer Mitte</translation>
    </message>
    <message>
        <source>Macular oedema</source>
        <translation>Makulaödem</translation>
    </message>
    <message>
        <source>Microaneurysm or haemorrhage within 1 disc diameter of the fovea, and visual acuity 6/12 or worse</source>
        <translation>Mikroaneurysma oder Blutung bis 1 Papillendurchmesser von der Fovea, und Sehschärfe 6/12 oder schlechter</translation>
    </message>
    <message>
        <source>Mild macular oedema</source>
        <translation>Leichtes Makulaödem</translation>
    </message>
    <message>
        <source>Moderate macular oedema</source>
        <translation>Mäßiges Makulaödem</translation>
    </message>
    <message>
        <source>More photographs are referred.</source>
        <translation>Es werden mehr Aufnahmen überwiesen.</translation>
    </message>
    <message>
        <source>More photographs are refused.</source>
        <translation>Es werden mehr Aufnahmen zurückgewiesen.</translation>
    </message>
    <message>
        <source>More than 20 haemorrhages in each of 4 quadrants, or definite venous beading in 2 or more, or prominent IRMA in 1 or more; not proliferative</source>
        <translation>Mehr als 20 Blutungen in jedem der 4 Quadranten, oder eindeutige perlschnurartige Venen in mindestens 2, oder ausgeprägte IRMA in mindestens 1; nicht proliferativ</translation>
    </message>
    <message>
        <source>More than microaneurysms alone, less than severe NPDR</source>
        <translation>Mehr als nur Mikroaneurysmen, weniger als schwere NPDR</translation>
    </message>
    <message>
        <source>Most are centred on the {1} since.</source>
        <translation>Seither ist bei den meisten dies in der Mitte: {1}.</translation>
    </message>
    <message>
        <source>Most have {1} pixels since.</source>
        <translation>Seither haben die meisten {1} Bildpunkte.</translation>
    </message>
    <message>
        <source>Multiple deep, round or blot haemorrhages</source>
        <translation>Mehrere tiefe, runde oder fleckförmige Blutungen</translation>
    </message>
    <message>
        <source>NHS Diabetic Eye Screening Programme: grading definitions for referable disease, 27 August 2021</source>
        <translation>NHS Diabetic Eye Screening Programme: grading definitions for referable disease, 27. August 2021</translation>
    </message>
    <message>
        <source>NHS features: R, M and P (England)</source>
        <translation>NHS-Merkmale: R, M und P (England)</translation>
    </message>
    <message>
        <source>Neovascularisation, or vitreous or preretinal haemorrhage</source>
        <translation>Neovaskularisation, oder Glaskörper- oder präretinale Blutung</translation>
    </message>
    <message>
        <source>New vessels elsewhere</source>
        <translation>Gefäßneubildungen an anderer Stelle</translation>
    </message>
    <message>
        <source>New vessels on the optic disc</source>
        <translation>Gefäßneubildungen an der Papille</translation>
    </message>
    <message>
        <source>No abnormalities are seen</source>
        <translation>Keine Veränderungen sichtbar</translation>
    </message>
    <message>
        <source>No apparent retinal thickening or hard exudates in the posterior pole</source>
        <translation>Keine erkennbare Netzhautverdickung und keine harten Exsudate am hinteren Pol</translation>
    </message>
    <message>
        <source>No change in {1} photographs since the first {2}.</source>
        <translation>Keine Änderung in {1} Aufnahmen seit den ersten {2}.</translation>
    </message>
    <message>
        <source>No diabetic retinopathy</source>
        <translation>Keine diabetische Retinopathie</translation>
    </message>
    <message>
        <source>No diabetic retinopathy anywhere</source>
        <translation>Nirgends diabetische Retinopathie</translation>
    </message>
    <message>
        <source>No heat map: for the lowest grade there is nothing to point at.</source>
        <translation>Keine Heatmap: Beim niedrigsten Stadium gibt es nichts zu zeigen.</translation>
    </message>
    <message>
        <source>No label reaches 50%</source>
        <translation>Kein Befund erreicht 50 %</translation>
    </message>
    <message>
        <source>No label reaches 50%; highest: {1}, {2}</source>
        <translation>Kein Befund erreicht 50 %; am höchsten: {1}, {2}</translation>
    </message>
    <message>
        <source>No macular oedema</source>
        <translation>Kein Makulaödem</translation>
    </message>
    <message>
        <source>No optic disc is seen, and the picture looks poor: check that it is a fundus photograph. Repeat the photograph, or refer.</source>
        <translation>Eine Papille ist nicht zu sehen, und das Bild ist schlecht: Prüfen, ob es eine Fundusaufnahme ist. Aufnahme wiederholen oder überweisen.</translation>
    </message>
    <message>
        <source>No photograph has been graded by both a doctor and this model file. Needed are {1} patients with a referable photograph (grade 2 or more) and {2} with one that is not.</source>
        <translation>Keine Aufnahme wurde vom Arzt und von dieser Modelldatei beurteilt. Nötig sind {1} Patienten mit einer überweisungsbedürftigen Aufnahme (Stadium 2 oder höher) und {2} mit einer anderen.</translation>
    </message>
    <message>
        <source>Nothing is watched yet: {1} more photographs are needed to compare with.</source>
        <translation>Noch wird nichts überwacht: Zum Vergleichen fehlen {1} Aufnahmen.</translation>
    </message>
    <message>
        <source>Older photographs that do not count: {1}.</source>
        <translation>Ältere Aufnahmen, die nicht zählen: {1}.</translation>
    </message>
    <message>
        <source>One half of the retina is veiled: keep stray light and lashes away, clean the lens; if it stays so, refer.</source>
        <translation>Eine Hälfte der Netzhaut ist verschleiert: Streulicht und Wimpern fernhalten, Objektiv reinigen; bleibt es so, überweisen.</translation>
    </message>
    <message>
        <source>Optic disc and fovea lie one above the other, as on a photograph that is turned by a quarter: which eye it is cannot be told from it.</source>
        <translation>Papille und Fovea liegen übereinander, wie auf einer Aufnahme, die um ein Viertel gedreht ist: Welches Auge es ist, lässt sich daraus nicht erkennen.</translation>
    </message>
    <message>
        <source>Other: see the note</source>
        <translation>Anderes: siehe Notiz</translation>
    </message>
    <message>
        <source>P1: focal or grid to the macula, or peripheral scatter</source>
        <translation>P1: fokal oder als Gitter an der Makula, oder in der Peripherie</translation>
    </message>
    <message>
        <source>Parquet needs the package pyarrow; install it with: pip install &apos;fundusviewer[parquet]&apos;</source>
        <translation>Für Parquet fehlt das Paket pyarrow; es wird installiert mit: pip install &apos;fundusviewer[parquet]&apos;</translation>
    </message>
    <message>
        <source>Preretinal fibrosis, with or without tractional detachment</source>
        <translation>Präretinale Fibrose, mit oder ohne Traktionsablösung</translation>
    </message>
    <message>
        <source>Preretinal or vitreous haemorrhage</source>
        <translation>Präretinale oder Glaskörperblutung</translation>
    </message>
    <message>
        <source>Probability of being ungradable: {1} before, {2} since.</source>
        <translation>Wahrscheinlichkeit, nicht beurteilbar zu sein: vorher {1}, seither {2}.</translation>
    </message>
    <message>
        <source>Proliferative, treated and stable</source>
        <translation>Proliferativ, behandelt und stabil</translation>
    </message>
    <message>
        <source>R0: no features are present</source>
        <translation>R0: keine Merkmale vorhanden</translation>
    </message>
    <message>
        <source>R1 with other features; alone R0</source>
        <translation>R1 mit anderen Merkmalen; allein R0</translation>
    </message>
    <message>
        <source>R1, with other features</source>
        <translation>R1, mit anderen Merkmalen</translation>
    </message>
    <message>
        <source>R2: above or below the line through fovea and optic disc</source>
        <translation>R2: über oder unter der Linie durch Fovea und Papille</translation>
    </message>
    <message>
        <source>R2: visible in colour, without enlarging</source>
        <translation>R2: in Farbe sichtbar, ohne Vergrößern</translation>
    </message>
    <message>
        <source>R3: AH standard photograph 6a</source>
        <translation>R3: AH-Standardaufnahme 6a</translation>
    </message>
    <message>
        <source>R3: AH standard photograph 8a</source>
        <translation>R3: AH-Standardaufnahme 8a</translation>
    </message>
    <message>
        <source>R3S: after laser, unchanged since reference photographs</source>
        <translation>R3S: nach Laser, unverändert seit den Vergleichsaufnahmen</translation>
    </message>
    <message>
        <source>Referral rate: {1} before, {2} since.</source>
        <translation>Anteil der Überweisungen: vorher {1}, seither {2}.</translation>
    </message>
    <message>
        <source>Refusals: {1} before, {2} since.</source>
        <translation>Zurückgewiesen: vorher {1}, seither {2}.</translation>
    </message>
    <message>
        <source>Retinal thickening or hard exudates approaching the centre of the macula but not involving the centre</source>
        <translation>Netzhautverdickung oder harte Exsudate nahe der Mitte der Makula, die Mitte selbst nicht betroffen</translation>
    </message>
    <message>
        <source>Retinal thickening or hard exudates involving the centre of the macula</source>
        <translation>Netzhautverdickung oder harte Exsudate, die Mitte der Makula betroffen</translation>
    </message>
    <message>
        <source>Retinal thickening within 1 disc diameter of the fovea</source>
        <translation>Netzhautverdickung bis 1 Papillendurchmesser von der Fovea</translation>
    </message>
    <message>
        <source>Retinal vein occlusion</source>
        <translation>Venenverschluss der Netzhaut</translation>
    </message>
    <message>
        <source>Scars of photocoagulation</source>
        <translation>Narben der Photokoagulation</translation>
    </message>
    <message>
        <source>Scottish Diabetic Retinopathy Grading Scheme 2007 v1.1</source>
        <translation>Scottish Diabetic Retinopathy Grading Scheme 2007 v1.1</translation>
    </message>
    <message>
        <source>Scottish scheme: R0–R6 and M0–M2</source>
        <translation>Schottisches Schema: R0–R6 und M0–M2</translation>
    </message>
    <message>
        <source>Several labels are possible: {1}</source>
        <translation>Befunde: {1}</translation>
    </message>
    <message>
        <source>Severe macular oedema</source>
        <translation>Schweres Makulaödem</translation>
    </message>
    <message>
        <source>Smeared in one direction: camera or eye moved; take it again.</source>
        <translation>In einer Richtung verwischt: Kamera oder Auge hat sich bewegt; noch einmal aufnehmen.</translation>
    </message>
    <message>
        <source>Some retinal thickening or hard exudates in the posterior pole but distant from the centre of the macula</source>
        <translation>Etwas Netzhautverdickung oder harte Exsudate am hinteren Pol, aber fern der Mitte der Makula</translation>
    </message>
    <message>
        <source>Stands in the list {1} times (lines {2}).</source>
        <translation>Steht {1}-mal in der Liste (Zeilen {2}).</translation>
    </message>
    <message>
        <source>Superficial or flame shaped haemorrhages</source>
        <translation>Oberflächliche oder flammenförmige Blutungen</translation>
    </message>
    <message>
        <source>Swollen optic disc</source>
        <translation>Papillenschwellung</translation>
    </message>
    <message>
        <source>The database has {1}: is that the same person?</source>
        <translation>Die Datenbank hat {1}: Ist das dieselbe Person?</translation>
    </message>
    <message>
        <source>The eye of a photograph is not known.</source>
        <translation>Das Auge einer Aufnahme ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The file&apos;s colour profile could not be used: its colours are taken for sRGB.</source>
        <translation>Das Farbprofil der Datei ist nicht verwendbar: Ihre Farben werden als sRGB gelesen.</translation>
    </message>
    <message>
        <source>The file&apos;s name says {1}, the DICOM object {2}: check which eye it is.</source>
        <translation>Der Dateiname sagt {1}, das DICOM-Objekt {2}: prüfen, welches Auge es ist.</translation>
    </message>
    <message>
        <source>The file&apos;s transparency would hide the photograph and was ignored.</source>
        <translation>Die Transparenz der Datei würde die Aufnahme verdecken und wurde nicht angewendet.</translation>
    </message>
    <message>
        <source>The first of {1} photographs in this file; the others are not.</source>
        <translation>Die erste von {1} Aufnahmen in dieser Datei; die anderen nicht.</translation>
    </message>
    <message>
        <source>The grade is 0, but a second network marked haemorrhages, hard exudates or cotton-wool spots: look again.</source>
        <translation>Das Stadium ist 0, aber ein zweites Netz hat Blutungen, harte Exsudate oder Cotton-Wool-Herde markiert: Sehen Sie noch einmal hin.</translation>
    </message>
    <message>
        <source>The grade is 1, microaneurysms alone, but a second network marked haemorrhages, hard exudates or cotton-wool spots: look again.</source>
        <translation>Das Stadium ist 1, also nur Mikroaneurysmen, aber ein zweites Netz hat Blutungen, harte Exsudate oder Cotton-Wool-Herde markiert: Sehen Sie noch einmal hin.</translation>
    </message>
    <message>
        <source>The grade is 3 or 4, but a second network marked no lesions: look again.</source>
        <translation>Das Stadium ist 3 oder 4, aber ein zweites Netz hat keine Läsionen markiert: Sehen Sie noch einmal hin.</translation>
    </message>
    <message>
        <source>The macula is not on this photograph, or cannot be seen: a field that is centred on the fovea is needed to judge it.</source>
        <translation>Die Makula ist nicht auf dieser Aufnahme oder nicht zu erkennen: Um sie zu beurteilen, braucht es eine auf die Fovea zentrierte Aufnahme.</translation>
    </message>
    <message>
        <source>The network looked beside the retina, too, where nothing is drawn</source>
        <translation>Das Netz hat auch neben die Netzhaut geschaut, wo nichts gezeichnet wird</translation>
    </message>
    <message>
        <source>The operating points were fitted to the reviews of one clinic: they hold for its patients and cameras.</source>
        <translation>Die Arbeitspunkte wurden an die Beurteilungen einer Klinik angepasst: Sie gelten für deren Patienten und Kameras.</translation>
    </message>
    <message>
        <source>The optic disc is not, or only in part, on this photograph, or cannot be seen.</source>
        <translation>Die Papille ist nicht oder nur zum Teil auf dieser Aufnahme oder nicht zu erkennen.</translation>
    </message>
    <message>
        <source>The photographs are less like those that the model learned from.</source>
        <translation>Die Aufnahmen gleichen denen weniger, aus denen das Modell gelernt hat.</translation>
    </message>
    <message>
        <source>The photographs are more like those that the model learned from.</source>
        <translation>Die Aufnahmen gleichen denen mehr, aus denen das Modell gelernt hat.</translation>
    </message>
    <message>
        <source>The photographs have become better.</source>
        <translation>Die Aufnahmen sind besser geworden.</translation>
    </message>
    <message>
        <source>The photographs have become poorer.</source>
        <translation>Die Aufnahmen sind schlechter geworden.</translation>
    </message>
    <message>
        <source>The photographs look different to the network than this clinic&apos;s first.</source>
        <translation>Die Aufnahmen sehen für das Netz anders aus als die ersten dieser Klinik.</translation>
    </message>
    <message>
        <source>The picture has no colours or one hue alone (red-free, angiography?): choose the colour photograph.</source>
        <translation>Das Bild hat keine Farben oder nur einen Farbton (rotfrei, Angiographie?): die Farbaufnahme wählen.</translation>
    </message>
    <message>
        <source>The picture is made of squares of one colour: take the camera&apos;s original.</source>
        <translation>Das Bild besteht aus einfarbigen Quadraten: das Original der Kamera nehmen.</translation>
    </message>
    <message>
        <source>The picture shows {1}, a person has said {2}: check which eye it is, and whether the picture is mirrored or upside down.</source>
        <translation>Das Bild zeigt {1}, ein Mensch hat {2} angegeben: Prüfen Sie, welches Auge es ist und ob das Bild gespiegelt ist oder auf dem Kopf steht.</translation>
    </message>
    <message>
        <source>The picture shows {1}, the DICOM object says {2}: check which eye it is, and whether the picture is mirrored or upside down.</source>
        <translation>Das Bild zeigt {1}, das DICOM-Objekt sagt {2}: prüfen, welches Auge es ist und ob das Bild gespiegelt ist oder auf dem Kopf steht.</translation>
    </message>
    <message>
        <source>The picture shows {1}, the file&apos;s name says {2}: check which eye it is, and whether the picture is mirrored or upside down.</source>
        <translation>Das Bild zeigt {1}, der Dateiname sagt {2}: prüfen, welches Auge es ist und ob das Bild gespiegelt ist oder auf dem Kopf steht.</translation>
    </message>
    <message>
        <source>The same file, byte for byte, stands for another patient too: check whose it is.</source>
        <translation>Dieselbe Datei steht, Byte für Byte, auch für einen anderen Patienten: prüfen, von wem sie ist.</translation>
    </message>
    <message>
        <source>The same file, byte for byte, stands for the other eye too: check which it is.</source>
        <translation>Dieselbe Datei steht, Byte für Byte, auch für das andere Auge: prüfen, welches es ist.</translation>
    </message>
    <message>
        <source>The settings file was damaged ({1}); the window starts with {2}, and {3}.</source>
        <translation>Die Einstellungsdatei war beschädigt ({1}); das Fenster beginnt mit {2}, und {3}.</translation>
    </message>
    <message>
        <source>Too bright: lower the flash, then take it again.</source>
        <translation>Zu hell: Blitz verringern, dann wiederholen.</translation>
    </message>
    <message>
        <source>Too dark: dilate the pupil or raise the flash, then take it again.</source>
        <translation>Zu dunkel: Pupille erweitern oder Blitz erhöhen, dann wiederholen.</translation>
    </message>
    <message>
        <source>Too few patients: {1} more with a referable photograph (grade 2 or more) and {2} more with one that is not are needed; there are {3} and {4}.</source>
        <translation>Zu wenige Patienten: Es fehlen {1} mit einer überweisungsbedürftigen Aufnahme (Stadium 2 oder höher) und {2} mit einer anderen; vorhanden sind {3} und {4}.</translation>
    </message>
    <message>
        <source>Too few pixels: take the camera&apos;s original; at least 120 are needed across the retina.</source>
        <translation>Zu wenige Pixel: das Original der Kamera nehmen; über die Netzhaut sind mindestens 120 nötig.</translation>
    </message>
    <message>
        <source>Too little of the picture can be judged: check that the photograph is whole.</source>
        <translation>Zu wenig vom Bild ist beurteilbar: prüfen, ob die Aufnahme vollständig ist.</translation>
    </message>
    <message>
        <source>Too poor to grade: small lesions could not be seen in it.</source>
        <translation>Qualität reicht nicht zur Beurteilung: Kleine Läsionen wären nicht zu sehen.</translation>
    </message>
    <message>
        <source>Two fields of view in one picture: choose a file with one photograph of one eye.</source>
        <translation>Zwei Bildfelder in einem Bild: eine Datei mit einer Aufnahme eines Auges wählen.</translation>
    </message>
    <message>
        <source>Unfamiliarity: {1} before, {2} since.</source>
        <translation>Fremdheit: vorher {1}, seither {2}.</translation>
    </message>
    <message>
        <source>Ungradable: repeat or refer</source>
        <translation>Nicht beurteilbar: wiederholen oder überweisen</translation>
    </message>
    <message>
        <source>Unlike the fundus photographs that the model knows: it may show something else, or the retina too badly.</source>
        <translation>Anders als die Fundusaufnahmen, die das Modell kennt: Sie zeigt womöglich etwas anderes oder die Netzhaut zu schlecht.</translation>
    </message>
    <message>
        <source>Venous beading</source>
        <translation>Perlschnurvenen</translation>
    </message>
    <message>
        <source>Venous loop</source>
        <translation>Venenschlinge</translation>
    </message>
    <message>
        <source>Venous reduplication</source>
        <translation>Venenverdopplung</translation>
    </message>
    <message>
        <source>Vitreous haemorrhage</source>
        <translation>Glaskörperblutung</translation>
    </message>
    <message>
        <source>Weak localisation: where the network looked, not lesions</source>
        <translation>Grobe Lokalisation: wohin das Netz sah, keine Läsionen</translation>
    </message>
    <message>
        <source>Wilkinson et al., Ophthalmology 2003; intervals: ICO Guidelines for Diabetic Eye Care, 2017</source>
        <translation>Wilkinson et al., Ophthalmology 2003; Abstände: ICO Guidelines for Diabetic Eye Care, 2017</translation>
    </message>
    <message>
        <source>a field reaches beyond its message</source>
        <translation>ein Feld reicht über seine Nachricht hinaus</translation>
    </message>
    <message>
        <source>a mark ({1}) of {2} points: {3} are allowed</source>
        <translation>eine Markierung ({1}) mit {2} Punkten: erlaubt sind {3}</translation>
    </message>
    <message>
        <source>a mark at {1}, {2}: lies beside the photograph of {3} × {4} pixels</source>
        <translation>eine Markierung bei {1}, {2}: liegt neben der Aufnahme von {3} × {4} Pixeln</translation>
    </message>
    <message>
        <source>a mark needs the name of who makes it</source>
        <translation>eine Markierung braucht den Namen ihres Verfassers</translation>
    </message>
    <message>
        <source>a mark of another photograph; nothing was stored</source>
        <translation>eine Markierung einer anderen Aufnahme; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>a mark of another reader; nothing was stored</source>
        <translation>eine Markierung eines anderen Befunders; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>a mark of kind {1}: {2} are allowed</source>
        <translation>eine Markierung der Art {1}: erlaubt sind {2}</translation>
    </message>
    <message>
        <source>a mark&apos;s text of {1} letters: at most {2} are allowed</source>
        <translation>ein Text einer Markierung mit {1} Zeichen: höchstens {2} sind erlaubt</translation>
    </message>
    <message>
        <source>a number is too long</source>
        <translation>eine Zahl ist zu lang</translation>
    </message>
    <message>
        <source>a part is not as long as it says</source>
        <translation>ein Teil ist nicht so lang, wie er angibt</translation>
    </message>
    <message>
        <source>a password has {1} to {2} letters and signs</source>
        <translation>Ein Passwort hat {1} bis {2} Buchstaben und Zeichen</translation>
    </message>
    <message>
        <source>a photograph has at most {1} MB</source>
        <translation>Eine Aufnahme hat höchstens {1} MB</translation>
    </message>
    <message>
        <source>a photograph&apos;s name has 1 to {1} letters</source>
        <translation>Der Name einer Aufnahme hat 1 bis {1} Buchstaben</translation>
    </message>
    <message>
        <source>a piece of its picture reaches beyond the file&apos;s end</source>
        <translation>ein Stück des Bildes reicht über das Ende der Datei hinaus</translation>
    </message>
    <message>
        <source>a port is a number from 1 to 65535</source>
        <translation>ein Port ist eine Zahl von 1 bis 65535</translation>
    </message>
    <message>
        <source>a reader needs a name</source>
        <translation>ein Befunder braucht einen Namen</translation>
    </message>
    <message>
        <source>a seed of {1}: at most 18 digits are allowed</source>
        <translation>Startwert {1}: höchstens 18 Ziffern sind erlaubt</translation>
    </message>
    <message>
        <source>a share of {1}: 0 to 1 is allowed (0.1 is 10 %)</source>
        <translation>Anteil {1}: 0 bis 1 ist erlaubt (0.1 ist 10 %)</translation>
    </message>
    <message>
        <source>a text is too long</source>
        <translation>ein Text ist zu lang</translation>
    </message>
    <message>
        <source>a tile is not as long as it says</source>
        <translation>eine Kachel ist nicht so lang, wie sie angibt</translation>
    </message>
    <message>
        <source>a tile is shorter than it can be</source>
        <translation>eine Kachel ist kürzer, als sie sein kann</translation>
    </message>
    <message>
        <source>a worker cannot take part: {1}</source>
        <translation>ein Arbeitsprozess kann nicht teilnehmen: {1}</translation>
    </message>
    <message>
        <source>a {1} needs the name of who makes it</source>
        <translation>{1}: Es fehlt der Name dessen, der die Angabe macht</translation>
    </message>
    <message>
        <source>absolute scale</source>
        <translation>absolute Skala</translation>
    </message>
    <message>
        <source>allowed are uncompressed, JPEG, JPEG 2000, JPEG-LS and RLE</source>
        <translation>erlaubt sind unkomprimiert, JPEG, JPEG 2000, JPEG-LS und RLE</translation>
    </message>
    <message>
        <source>an AE title has 1 to 16 letters, digits or signs and no backslash</source>
        <translation>ein AE-Titel hat 1 bis 16 Buchstaben, Ziffern oder Zeichen und keinen umgekehrten Schrägstrich</translation>
    </message>
    <message>
        <source>an address is needed, such as 192.168.1.20 or pacs.clinic.example</source>
        <translation>es fehlt eine Adresse wie 192.168.1.20 oder pacs.clinic.example</translation>
    </message>
    <message>
        <source>an address of this computer is needed, such as 127.0.0.1</source>
        <translation>es fehlt eine Adresse dieses Computers wie 127.0.0.1</translation>
    </message>
    <message>
        <source>an administrator marks nothing; nothing was stored</source>
        <translation>ein Administrator markiert nichts; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>another photograph of this name is there already; give it another name</source>
        <translation>Eine andere Aufnahme dieses Namens ist schon da; geben Sie ihr einen anderen Namen</translation>
    </message>
    <message>
        <source>another program keeps the database locked; try again when it is done</source>
        <translation>ein anderes Programm hält die Datenbank gesperrt; versuchen Sie es, wenn es fertig ist</translation>
    </message>
    <message>
        <source>another {1} has read this photograph; nothing was stored</source>
        <translation>ein anderer {1} hat diese Aufnahme befundet; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>any processor</source>
        <translation>jeder Prozessor</translation>
    </message>
    <message>
        <source>bytes follow the end of the picture</source>
        <translation>nach dem Ende des Bildes folgen Bytes</translation>
    </message>
    <message>
        <source>cannot listen at {1}:{2} ({3}); choose another address or port</source>
        <translation>{1}:{2} kann nicht geöffnet werden ({3}); wählen Sie eine andere Adresse oder einen anderen Port</translation>
    </message>
    <message>
        <source>cataract</source>
        <translation>Katarakt</translation>
    </message>
    <message>
        <source>contradicts itself: bit {1} of {2} is the highest</source>
        <translation>widerspricht sich: Bit {1} von {2} ist das höchste</translation>
    </message>
    <message>
        <source>contradicts itself: compressed pixels in an object that says it has none</source>
        <translation>widerspricht sich: komprimierte Pixel in einem Objekt, das keine angibt</translation>
    </message>
    <message>
        <source>contradicts itself: it has values from {1} to {2}, and says that they have {3} bits</source>
        <translation>widerspricht sich: Es hat Werte von {1} bis {2} und gibt {3} Bit an</translation>
    </message>
    <message>
        <source>contradicts itself: it says that its pixels are compressed</source>
        <translation>widerspricht sich: Es gibt komprimierte Pixel an</translation>
    </message>
    <message>
        <source>contradicts itself: it says {1} values a pixel, its compressed pixels have {2}</source>
        <translation>widerspricht sich: Angegeben sind {1} Werte je Pixel, die komprimierten Pixel haben {2}</translation>
    </message>
    <message>
        <source>contradicts itself: it says {1} × {2} pixels with {3} values, and holds values of shape {4}</source>
        <translation>widerspricht sich: Es gibt {1} × {2} Pixel mit {3} Werten an und enthält Werte der Form {4}</translation>
    </message>
    <message>
        <source>contradicts itself: it says {1} × {2} pixels, its compressed pixels say {3} × {4}</source>
        <translation>widerspricht sich: Es gibt {1} × {2} Pixel an, die komprimierten Pixel {3} × {4}</translation>
    </message>
    <message>
        <source>contradicts itself: {1} RLE segments instead of {2}</source>
        <translation>widerspricht sich: {1} RLE-Segmente statt {2}</translation>
    </message>
    <message>
        <source>contradicts itself: {1} of {2} bits</source>
        <translation>widerspricht sich: {1} von {2} Bit</translation>
    </message>
    <message>
        <source>contradicts itself: {1} outside of JPEG 2000</source>
        <translation>widerspricht sich: {1} außerhalb von JPEG 2000</translation>
    </message>
    <message>
        <source>contradicts itself: {1} photographs in {2} pieces</source>
        <translation>widerspricht sich: {1} Aufnahmen in {2} Stücken</translation>
    </message>
    <message>
        <source>contradicts itself: {1} with values below 0</source>
        <translation>widerspricht sich: {1} mit Werten unter 0</translation>
    </message>
    <message>
        <source>contradicts itself: {1} with {2} values a pixel</source>
        <translation>widerspricht sich: {1} mit {2} Werten je Pixel</translation>
    </message>
    <message>
        <source>contradicts itself: {1} × {2} pixels{3} take {4} bytes, but it has {5}</source>
        <translation>widerspricht sich: {1} × {2} Pixel{3} brauchen {4} Bytes, vorhanden sind {5}</translation>
    </message>
    <message>
        <source>database file</source>
        <translation>Datenbankdatei</translation>
    </message>
    <message>
        <source>does not mark places: its card names no role</source>
        <translation>markiert keine Stellen: ihre Karte nennt keine Rolle</translation>
    </message>
    <message>
        <source>does not say how its pixels are compressed</source>
        <translation>gibt nicht an, wie die Pixel komprimiert sind</translation>
    </message>
    <message>
        <source>does not say its {1}</source>
        <translation>gibt {1} nicht an</translation>
    </message>
    <message>
        <source>every worker that read it ended</source>
        <translation>jeder Arbeitsprozess, der sie las, endete</translation>
    </message>
    <message>
        <source>familiarity by {1}</source>
        <translation>Vertrautheit um {1}</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>first reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>glaucoma</source>
        <translation>Glaukom</translation>
    </message>
    <message>
        <source>golden vector: image_png is not a PNG picture</source>
        <translation>Prüfvektor: image_png ist kein PNG-Bild</translation>
    </message>
    <message>
        <source>golden vector: image_png is {1} × {2} pixels; allowed are {3} × {4}</source>
        <translation>Prüfvektor: image_png hat {1} × {2} Pixel; erlaubt sind {3} × {4}</translation>
    </message>
    <message>
        <source>golden vector: image_png is {1} × {2}, the card says {3} × {4}</source>
        <translation>Prüfvektor: image_png hat {1} × {2} Pixel, laut Karte {3} × {4}</translation>
    </message>
    <message>
        <source>golden vector: {1} has {2} values, the model gives {3}</source>
        <translation>Prüfvektor: {1} hat {2} Werte, das Modell liefert {3}</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>graphics cards of NVIDIA</source>
        <translation>Grafikkarten von NVIDIA</translation>
    </message>
    <message>
        <source>graphics cards of all makers</source>
        <translation>Grafikkarten aller Hersteller</translation>
    </message>
    <message>
        <source>graphics cards of all makers, on Windows</source>
        <translation>Grafikkarten aller Hersteller, unter Windows</translation>
    </message>
    <message>
        <source>has colours {1}; allowed are {2}</source>
        <translation>hat Farben {1}; erlaubt sind {2}</translation>
    </message>
    <message>
        <source>has compressed values below 0, which cannot be read</source>
        <translation>hat komprimierte Werte unter 0, die nicht gelesen werden können</translation>
    </message>
    <message>
        <source>has more elements than a photograph can have</source>
        <translation>hat mehr Elemente, als eine Aufnahme haben kann</translation>
    </message>
    <message>
        <source>has more than {1} elements; that is no photograph</source>
        <translation>hat mehr als {1} Elemente; das ist keine Aufnahme</translation>
    </message>
    <message>
        <source>has no pixels that can be read</source>
        <translation>hat keine lesbaren Pixel</translation>
    </message>
    <message>
        <source>has not been examined yet</source>
        <translation>wurde noch nicht untersucht</translation>
    </message>
    <message>
        <source>has pixels of 32 or 64 bits; allowed are 8 and 16</source>
        <translation>hat Pixel mit 32 oder 64 Bit; erlaubt sind 8 und 16</translation>
    </message>
    <message>
        <source>has {1} bits per channel; allowed are 8 and 16</source>
        <translation>hat {1} Bit je Kanal; erlaubt sind 8 und 16</translation>
    </message>
    <message>
        <source>heat map by {1} of its maximum</source>
        <translation>Heatmap um {1} ihres Maximums</translation>
    </message>
    <message>
        <source>hidden file or folder</source>
        <translation>versteckte Datei oder versteckter Ordner</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>intervals of ±{1} cannot be had; allowed are 1 % to 50 %</source>
        <translation>Intervalle von ±{1} gibt es nicht; erlaubt sind 1 % bis 50 %</translation>
    </message>
    <message>
        <source>is JPEG-LS, for which the package pyjpegls is missing here</source>
        <translation>ist JPEG-LS; dafür fehlt hier das Paket pyjpegls</translation>
    </message>
    <message>
        <source>is a picture that FundusViewer made of a finding, not a photograph</source>
        <translation>ist ein von FundusViewer gezeichnetes Bild eines Befundes, keine Aufnahme</translation>
    </message>
    <message>
        <source>is damaged: its compressed pixels are no list of pieces</source>
        <translation>ist beschädigt: Die komprimierten Pixel sind keine Liste von Stücken</translation>
    </message>
    <message>
        <source>is damaged: its deflated content has no beginning</source>
        <translation>ist beschädigt: sein komprimierter Inhalt hat keinen Anfang</translation>
    </message>
    <message>
        <source>is damaged: its pixels are decoded to another size</source>
        <translation>ist beschädigt: Die entschlüsselten Pixel haben eine andere Größe</translation>
    </message>
    <message>
        <source>is damaged: its pixels are no JPEG-LS</source>
        <translation>ist beschädigt: Die Pixel sind kein JPEG-LS</translation>
    </message>
    <message>
        <source>is damaged: the object has no beginning that can be read</source>
        <translation>ist beschädigt: Das Objekt hat keinen lesbaren Anfang</translation>
    </message>
    <message>
        <source>is larger than {1} MB when inflated</source>
        <translation>ist entpackt größer als {1} MB</translation>
    </message>
    <message>
        <source>is no photograph but a DICOM object “{1}”; allowed are ophthalmic photographs, Secondary Capture and VL Photographic images</source>
        <translation>ist keine Aufnahme, sondern ein DICOM-Objekt „{1}“; erlaubt sind Ophthalmic Photography, Secondary Capture und VL Photographic</translation>
    </message>
    <message>
        <source>is no record of a finding</source>
        <translation>ist kein Eintrag eines Befunds</translation>
    </message>
    <message>
        <source>is no record of a finding: {1}</source>
        <translation>ist kein Eintrag eines Befunds: {1}</translation>
    </message>
    <message>
        <source>is no screening database; choose another file</source>
        <translation>ist keine Screening-Datenbank; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>is stored as JPEG with more than 8 bits, which cannot be read</source>
        <translation>ist als JPEG mit mehr als 8 Bit gespeichert und kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>is stored as “{1}”, which cannot be read; {2}</source>
        <translation>ist als „{1}“ gespeichert und kann nicht gelesen werden; {2}</translation>
    </message>
    <message>
        <source>is truncated or damaged: its pixels cannot be decoded</source>
        <translation>ist abgeschnitten oder beschädigt: Die Pixel können nicht entschlüsselt werden</translation>
    </message>
    <message>
        <source>is truncated or has no pixels</source>
        <translation>ist abgeschnitten oder hat keine Pixel</translation>
    </message>
    <message>
        <source>is truncated: its compressed pixels do not end</source>
        <translation>ist abgeschnitten: Die komprimierten Pixel enden nicht</translation>
    </message>
    <message>
        <source>is truncated: its deflated content does not end</source>
        <translation>ist abgeschnitten: Der gepackte Inhalt endet nicht</translation>
    </message>
    <message>
        <source>is truncated: the end of its compressed pixels is missing</source>
        <translation>ist abgeschnitten: Das Ende der komprimierten Pixel fehlt</translation>
    </message>
    <message>
        <source>is truncated: {1} of {2} bytes of a compressed piece are there</source>
        <translation>ist abgeschnitten: {1} von {2} Bytes eines komprimierten Stücks sind da</translation>
    </message>
    <message>
        <source>is truncated: {1} of {2} bytes of its pixels are there</source>
        <translation>ist abgeschnitten: {1} von {2} Bytes der Pixel sind da</translation>
    </message>
    <message>
        <source>it answers without encryption; switch TLS off, or call another port</source>
        <translation>er antwortet unverschlüsselt; schalten Sie TLS aus, oder rufen Sie einen anderen Port</translation>
    </message>
    <message>
        <source>it computes something else than when the file was made ({1})</source>
        <translation>rechnet etwas anderes als bei der Herstellung der Datei ({1})</translation>
    </message>
    <message>
        <source>it contradicts itself: {1} channels instead of {2}</source>
        <translation>sie widerspricht sich: {1} Kanäle statt {2}</translation>
    </message>
    <message>
        <source>it could not be tried: {1}</source>
        <translation>konnte nicht erprobt werden: {1}</translation>
    </message>
    <message>
        <source>it does not accept our certificate</source>
        <translation>er nimmt unser Zertifikat nicht an</translation>
    </message>
    <message>
        <source>it does not accept our certificate or our ways of encrypting</source>
        <translation>er nimmt unser Zertifikat oder unsere Verschlüsselung nicht an</translation>
    </message>
    <message>
        <source>it does not know itself as {1}; check its AE title</source>
        <translation>sie kennt sich nicht als {1}; prüfen Sie ihren AE-Titel</translation>
    </message>
    <message>
        <source>it does not know us; tell its administrator our AE title</source>
        <translation>sie kennt uns nicht; nennen Sie der Verwaltung unseren AE-Titel</translation>
    </message>
    <message>
        <source>it does not say how large the pieces of its picture are</source>
        <translation>sie gibt nicht an, wie groß die Stücke des Bildes sind</translation>
    </message>
    <message>
        <source>it does not trust the authority of our certificate</source>
        <translation>er vertraut der Stelle nicht, die unser Zertifikat ausgestellt hat</translation>
    </message>
    <message>
        <source>it ends the program that tries it (status {1})</source>
        <translation>beendet das Programm, das ihn erprobt (Status {1})</translation>
    </message>
    <message>
        <source>it found no device or no driver that it can use</source>
        <translation>hat kein Gerät und keinen Treiber gefunden, die er nutzen kann</translation>
    </message>
    <message>
        <source>it gives no reason</source>
        <translation>sie nennt keinen Grund</translation>
    </message>
    <message>
        <source>it has FundusViewer {1}, this computer {2}</source>
        <translation>er hat FundusViewer {1}, dieser Computer {2}</translation>
    </message>
    <message>
        <source>it has no beginning that can be read</source>
        <translation>ihr Anfang ist nicht lesbar</translation>
    </message>
    <message>
        <source>it has no page that can be read</source>
        <translation>sie hat keine lesbare Seite</translation>
    </message>
    <message>
        <source>it has not answered within {1} seconds</source>
        <translation>hat nicht innerhalb von {1} Sekunden geantwortet</translation>
    </message>
    <message>
        <source>it has {1} pieces of its picture instead of {2}</source>
        <translation>sie hat {1} Stücke des Bildes statt {2}</translation>
    </message>
    <message>
        <source>it hung up; it may speak no TLS, or not accept our certificate</source>
        <translation>er hat aufgelegt; vielleicht spricht er kein TLS oder nimmt unser Zertifikat nicht an</translation>
    </message>
    <message>
        <source>it is busy; try again later</source>
        <translation>sie ist beschäftigt; versuchen Sie es später</translation>
    </message>
    <message>
        <source>it is there, but does not answer as a node with TLS</source>
        <translation>er ist da, antwortet aber nicht wie ein Knoten mit TLS</translation>
    </message>
    <message>
        <source>it says that our certificate has expired</source>
        <translation>er sagt, unser Zertifikat sei abgelaufen</translation>
    </message>
    <message>
        <source>it speaks an older TLS than 1.2</source>
        <translation>er spricht ein älteres TLS als 1.2</translation>
    </message>
    <message>
        <source>it takes no part of this network; all of it would run on the CPU</source>
        <translation>übernimmt keinen Teil dieses Netzes; alles liefe auf der CPU</translation>
    </message>
    <message>
        <source>it wants a certificate of ours, and none is set</source>
        <translation>er verlangt ein Zertifikat von uns, und es ist keines eingestellt</translation>
    </message>
    <message>
        <source>it was kept as {1}</source>
        <translation>sie wurde als {1} aufbewahrt</translation>
    </message>
    <message>
        <source>it will be replaced</source>
        <translation>sie wird ersetzt</translation>
    </message>
    <message>
        <source>its certificate cannot be trusted ({1})</source>
        <translation>seinem Zertifikat ist nicht zu trauen ({1})</translation>
    </message>
    <message>
        <source>its certificate comes from an authority that is not trusted</source>
        <translation>sein Zertifikat kommt von einer Stelle, der nicht vertraut wird</translation>
    </message>
    <message>
        <source>its certificate has expired</source>
        <translation>sein Zertifikat ist abgelaufen</translation>
    </message>
    <message>
        <source>its certificate is for another address</source>
        <translation>sein Zertifikat gilt für eine andere Adresse</translation>
    </message>
    <message>
        <source>its certificate is for another name</source>
        <translation>sein Zertifikat gilt für einen anderen Namen</translation>
    </message>
    <message>
        <source>its certificate is not valid yet</source>
        <translation>sein Zertifikat gilt noch nicht</translation>
    </message>
    <message>
        <source>its certificate vouches for itself, and is not among the authorities that are trusted</source>
        <translation>sein Zertifikat bürgt für sich selbst und ist nicht unter den vertrauten Stellen</translation>
    </message>
    <message>
        <source>its certificate was withdrawn</source>
        <translation>sein Zertifikat wurde zurückgezogen</translation>
    </message>
    <message>
        <source>its colours cannot be converted</source>
        <translation>ihre Farben lassen sich nicht umrechnen</translation>
    </message>
    <message>
        <source>its kind of colours ({1}) cannot be read; allowed are grey, RGB, palette, CMYK, YCbCr and L*a*b*</source>
        <translation>ihre Art von Farben ({1}) ist nicht lesbar; erlaubt sind Grau, RGB, Palette, CMYK, YCbCr und L*a*b*</translation>
    </message>
    <message>
        <source>its models are others: {1} {2} ({3}), here {4} {5} ({6})</source>
        <translation>er hat andere Modelle: {1} {2} ({3}), hier {4} {5} ({6})</translation>
    </message>
    <message>
        <source>its numbers are signed or floating; allowed are those from 0 on</source>
        <translation>ihre Zahlen haben Vorzeichen oder Komma; erlaubt sind ganze Zahlen ab 0</translation>
    </message>
    <message>
        <source>its parts say different sizes</source>
        <translation>ihre Teile geben verschiedene Größen an</translation>
    </message>
    <message>
        <source>its pixels are decoded to {1} × {2} of {3} bits instead of {4} × {5} of {6}</source>
        <translation>ihre Pixel ergeben {1} × {2} mit {3} Bit statt {4} × {5} mit {6}</translation>
    </message>
    <message>
        <source>its pixels cannot be decoded</source>
        <translation>ihre Pixel lassen sich nicht decodieren</translation>
    </message>
    <message>
        <source>left eye</source>
        <translation>linkes Auge</translation>
    </message>
    <message>
        <source>line {1} of the list is no path</source>
        <translation>Zeile {1} der Liste ist kein Pfad</translation>
    </message>
    <message>
        <source>link to another folder, which is to be named itself</source>
        <translation>Verknüpfung mit einem anderen Ordner, der selbst zu nennen ist</translation>
    </message>
    <message>
        <source>local:{1}: between 1 and 1024 processes are possible</source>
        <translation>local:{1}: Möglich sind 1 bis 1024 Prozesse</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>macular oedema by {1}</source>
        <translation>Makulaödem um {1}</translation>
    </message>
    <message>
        <source>many log in at this moment</source>
        <translation>Gerade melden sich viele an</translation>
    </message>
    <message>
        <source>maps all of its values to one</source>
        <translation>bildet alle Werte auf einen ab</translation>
    </message>
    <message>
        <source>marks differ by {1}</source>
        <translation>Markierungen weichen um {1} ab</translation>
    </message>
    <message>
        <source>mild NPDR</source>
        <translation>milde NPDR</translation>
    </message>
    <message>
        <source>mild or moderate NPDR</source>
        <translation>milde oder mäßige NPDR</translation>
    </message>
    <message>
        <source>mild, moderate or severe NPDR</source>
        <translation>milde, mäßige oder schwere NPDR</translation>
    </message>
    <message>
        <source>mild, moderate, severe NPDR or proliferative DR</source>
        <translation>milde, mäßige, schwere NPDR oder proliferative DR</translation>
    </message>
    <message>
        <source>moderate NPDR</source>
        <translation>mäßige NPDR</translation>
    </message>
    <message>
        <source>moderate or severe NPDR</source>
        <translation>mäßige oder schwere NPDR</translation>
    </message>
    <message>
        <source>moderate, severe NPDR or proliferative DR</source>
        <translation>mäßige, schwere NPDR oder proliferative DR</translation>
    </message>
    <message>
        <source>more than {1} marks of one reader on a photograph; nothing was stored</source>
        <translation>mehr als {1} Markierungen eines Befunders auf einer Aufnahme; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>no Dask scheduler answers at {1} within {2} seconds; start one with: dask scheduler</source>
        <translation>unter {1} antwortet innerhalb von {2} Sekunden kein Dask-Scheduler; er wird gestartet mit: dask scheduler</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>keine Antwort in der vorgesehenen Zeit</translation>
    </message>
    <message>
        <source>no encrypted connection ({1})</source>
        <translation>keine verschlüsselte Verbindung ({1})</translation>
    </message>
    <message>
        <source>no first reader has read this photograph yet; nothing was stored</source>
        <translation>zu dieser Aufnahme gibt es noch keinen Erstbefund; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>no model that marks lesions is in {1}</source>
        <translation>ein Modell, das Läsionen markiert, liegt nicht in {1}</translation>
    </message>
    <message>
        <source>no worker has joined the scheduler at {1} within {2} seconds; start one with: dask worker ADDRESS</source>
        <translation>beim Scheduler {1} hat sich innerhalb von {2} Sekunden kein Arbeitsprozess gemeldet; er wird gestartet mit: dask worker ADDRESS</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not referable</source>
        <translation>nicht überweisungsbedürftig</translation>
    </message>
    <message>
        <source>nothing for graphics cards or other accelerators is installed</source>
        <translation>für Grafikkarten und andere Beschleuniger ist nichts installiert</translation>
    </message>
    <message>
        <source>optic disc</source>
        <translation>Papille</translation>
    </message>
    <message>
        <source>processors and graphics of Intel</source>
        <translation>Prozessoren und Grafik von Intel</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ungeeignet</translation>
    </message>
    <message>
        <source>second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>the disk is full; free some space and try again</source>
        <translation>der Datenträger ist voll; schaffen Sie Platz und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>the drive does not answer</source>
        <translation>das Laufwerk antwortet nicht</translation>
    </message>
    <message>
        <source>the drive is read-only; choose another one</source>
        <translation>das Laufwerk ist schreibgeschützt; wählen Sie ein anderes</translation>
    </message>
    <message>
        <source>the fastest: {1} ms a photograph, the CPU {2} ms</source>
        <translation>der schnellste: {1} ms je Aufnahme, die CPU {2} ms</translation>
    </message>
    <message>
        <source>the file carries no golden vector that could show that it computes rightly</source>
        <translation>die Datei enthält keinen Prüfvektor, der zeigen könnte, dass er richtig rechnet</translation>
    </message>
    <message>
        <source>the file is not as long as it says</source>
        <translation>die Datei ist nicht so lang, wie sie angibt</translation>
    </message>
    <message>
        <source>the folder is not there any more; choose another one</source>
        <translation>der Ordner ist nicht mehr da; wählen Sie einen anderen</translation>
    </message>
    <message>
        <source>the name of a part is no text</source>
        <translation>der Name eines Teils ist kein Text</translation>
    </message>
    <message>
        <source>the package {1} is missing here, without which this cannot be done</source>
        <translation>Das Paket {1} fehlt hier, ohne das es nicht geht</translation>
    </message>
    <message>
        <source>the package {1} is missing; install fundusviewer[distributed]</source>
        <translation>das Paket {1} fehlt; zu installieren ist fundusviewer[distributed]</translation>
    </message>
    <message>
        <source>the readers do not disagree on this photograph; nothing was stored</source>
        <translation>die Befunder sind bei dieser Aufnahme nicht uneins; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>the scheduler at {1} is gone; what was examined is stored, and the same command goes on</source>
        <translation>der Scheduler {1} ist nicht mehr da; was untersucht wurde, ist gespeichert, und derselbe Befehl macht weiter</translation>
    </message>
    <message>
        <source>the worker {1}</source>
        <translation>der Arbeitsprozess {1}</translation>
    </message>
    <message>
        <source>the worker {1} cannot take part: {2}</source>
        <translation>der Arbeitsprozess {1} kann nicht teilnehmen: {2}</translation>
    </message>
    <message>
        <source>there is no provider {1}</source>
        <translation>es gibt keinen Provider {1}</translation>
    </message>
    <message>
        <source>there is no {1} for this system</source>
        <translation>{1} gibt es für dieses System nicht</translation>
    </message>
    <message>
        <source>too few photographs tell how the operating points do</source>
        <translation>zu wenige Aufnahmen sagen, wie gut die Arbeitspunkte sind</translation>
    </message>
    <message>
        <source>unnamed reader</source>
        <translation>unbenannter Befunder</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>brauchbar</translation>
    </message>
    <message>
        <source>you may not write there; choose another folder</source>
        <translation>dort dürfen Sie nicht schreiben; wählen Sie einen anderen Ordner</translation>
    </message>
    <message>
        <source>{1} (this clinic)</source>
        <translation>{1} (diese Klinik)</translation>
    </message>
    <message>
        <source>{1} cannot be used here: {2}; allowed are auto and cpu</source>
        <translation>{1} kann hier nicht benutzt werden: {2}; erlaubt sind auto und cpu</translation>
    </message>
    <message>
        <source>{1} cannot take part: it has another FundusViewer ({2})</source>
        <translation>{1} kann nicht teilnehmen: Er hat ein anderes FundusViewer ({2})</translation>
    </message>
    <message>
        <source>{1} cannot take part: it has no module {2}</source>
        <translation>{1} kann nicht teilnehmen: Ihm fehlt das Modul {2}</translation>
    </message>
    <message>
        <source>{1} does not answer: {2} ({3})</source>
        <translation>{1} antwortet nicht: {2} ({3})</translation>
    </message>
    <message>
        <source>{1} does not read as {2}</source>
        <translation>{1} befundet nicht als {2}</translation>
    </message>
    <message>
        <source>Graded photographs that the program refused: {1}, referable of them: {2}. They are in none of the figures.</source>
        <translation>Beurteilte Aufnahmen, die das Programm zurückgewiesen hat: {1}, davon überweisungsbedürftig: {2}. Sie gehen in keine Kennzahl ein.</translation>
    </message>
    <message>
        <source>{1} has read this photograph as {2}; nothing was stored</source>
        <translation>{1} hat diese Aufnahme als {2} befundet; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>{1} is no address of a Dask scheduler; for instance local, local:4 or tcp://server:8786</source>
        <translation>{1} ist keine Adresse eines Dask-Schedulers; möglich sind zum Beispiel local, local:4 oder tcp://server:8786</translation>
    </message>
    <message>
        <source>{1} is no share: K/N with 1 ≤ K ≤ N, for instance 3/16</source>
        <translation>{1} ist kein Teil: K/N mit 1 ≤ K ≤ N, zum Beispiel 3/16</translation>
    </message>
    <message>
        <source>{1} is not faster: {2} ms a photograph, the CPU {3} ms</source>
        <translation>{1} ist nicht schneller: {2} ms je Aufnahme, die CPU {3} ms</translation>
    </message>
    <message>
        <source>{1} is not installed</source>
        <translation>{1} ist nicht installiert</translation>
    </message>
    <message>
        <source>{1} is {2}: {3} at a time; the first size must be free</source>
        <translation>{1} ist {2}: {3} auf einmal; die erste Größe muss frei sein</translation>
    </message>
    <message>
        <source>{1}: another program writes to it all the time; try again when it is done</source>
        <translation>{1}: ein anderes Programm schreibt ununterbrochen hinein; versuchen Sie es wieder, wenn es fertig ist</translation>
    </message>
    <message>
        <source>{1}: holds no certificates of authorities (PEM)</source>
        <translation>{1}: enthält keine Zertifikate von Stellen (PEM)</translation>
    </message>
    <message>
        <source>{1}: holds no results of this model file; examine the photographs with it first</source>
        <translation>{1}: enthält keine Ergebnisse dieser Modelldatei; untersuchen Sie die Aufnahmen erst mit ihr</translation>
    </message>
    <message>
        <source>{1}: hung up; it may be no DICOM node, or not accept our certificate</source>
        <translation>{1}: hat aufgelegt; vielleicht ist er kein DICOM-Knoten oder nimmt unser Zertifikat nicht an</translation>
    </message>
    <message>
        <source>{1}: hung up; it may be no DICOM node, want TLS, or not allow us</source>
        <translation>{1}: hat aufgelegt; vielleicht ist er kein DICOM-Knoten, verlangt TLS oder lässt uns nicht zu</translation>
    </message>
    <message>
        <source>is truncated or contradicts itself: an RLE segment does not hold {1} values</source>
        <translation>ist abgeschnitten oder widerspricht sich: ein RLE-Segment enthält nicht {1} Werte</translation>
    </message>
    <message>
        <source>kept, but another object has its identifier</source>
        <translation>aufbewahrt, aber ein anderes Objekt hat seine Kennung</translation>
    </message>
    <message>
        <source>names more files than can be read</source>
        <translation>nennt mehr Dateien, als gelesen werden können</translation>
    </message>
    <message>
        <source>no apparent retinopathy</source>
        <translation>keine erkennbare DR</translation>
    </message>
    <message>
        <source>no apparent retinopathy or mild NPDR</source>
        <translation>keine erkennbare DR oder milde NPDR</translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild or moderate NPDR</source>
        <translation>keine erkennbare DR, milde oder mäßige NPDR</translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild, moderate or severe NPDR</source>
        <translation>keine erkennbare DR, milde, mäßige oder schwere NPDR</translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild, moderate, severe NPDR or proliferative DR</source>
        <translation>keine erkennbare DR, milde, mäßige, schwere NPDR oder proliferative DR</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
    <message>
        <source>nobody may send: name the AE titles of the cameras</source>
        <translation>niemand darf senden: Nennen Sie die AE-Titel der Kameras</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>nicht untersucht</translation>
    </message>
    <message>
        <source>of an unknown kind</source>
        <translation>unbekannter Art</translation>
    </message>
    <message>
        <source>onnxruntime hides onnxruntime-gpu: uninstall both, then install onnxruntime-gpu alone</source>
        <translation>onnxruntime verdeckt onnxruntime-gpu: beide entfernen, dann nur onnxruntime-gpu installieren</translation>
    </message>
    <message>
        <source>patient {1}: give the whole number, without * and ?</source>
        <translation>Patient {1}: Geben Sie die ganze Nummer an, ohne * und ?</translation>
    </message>
    <message>
        <source>pattern {1}: allowed are a preset ({2}, {3}), a template like {patient}_{eye} and a regular expression like (?P&lt;patient&gt;\d+)_.*</source>
        <translation>Muster {1}: erlaubt sind eine Vorgabe ({2}, {3}), eine Vorlage wie {patient}_{eye} und ein regulärer Ausdruck wie (?P&lt;patient&gt;\d+)_.*</translation>
    </message>
    <message>
        <source>pattern {1}: is no regular expression ({2})</source>
        <translation>Muster {1}: ist kein regulärer Ausdruck ({2})</translation>
    </message>
    <message>
        <source>pattern {1}: needs the group patient; eye and date are allowed beside it</source>
        <translation>Muster {1}: braucht die Gruppe patient; eye und date sind daneben erlaubt</translation>
    </message>
    <message>
        <source>pipe or device</source>
        <translation>Pipe oder Gerät</translation>
    </message>
    <message>
        <source>probabilities differ by {1}</source>
        <translation>Wahrscheinlichkeiten weichen um {1} ab</translation>
    </message>
    <message>
        <source>proliferative DR</source>
        <translation>proliferative DR</translation>
    </message>
    <message>
        <source>quality by {1}</source>
        <translation>Qualität um {1}</translation>
    </message>
    <message>
        <source>raw file of a camera, to be developed as JPEG, PNG or TIFF</source>
        <translation>Rohdatei einer Kamera, als JPEG, PNG oder TIFF zu entwickeln</translation>
    </message>
    <message>
        <source>right eye</source>
        <translation>rechtes Auge</translation>
    </message>
    <message>
        <source>says that it has {1} × {2} pixels</source>
        <translation>gibt {1} × {2} Pixel an</translation>
    </message>
    <message>
        <source>says that it holds {1} photographs; at most {2} are read</source>
        <translation>gibt {1} Aufnahmen an; höchstens {2} werden gelesen</translation>
    </message>
    <message>
        <source>says {1} for its {2}</source>
        <translation>gibt {1} für {2} an</translation>
    </message>
    <message>
        <source>scaled to this photograph</source>
        <translation>auf diese Aufnahme skaliert</translation>
    </message>
    <message>
        <source>severe NPDR</source>
        <translation>schwere NPDR</translation>
    </message>
    <message>
        <source>severe NPDR or proliferative DR</source>
        <translation>schwere NPDR oder proliferative DR</translation>
    </message>
    <message>
        <source>that it does not name</source>
        <translation>die es nicht nennt</translation>
    </message>
    <message>
        <source>the database cannot be opened or made there</source>
        <translation>die Datenbank kann dort nicht geöffnet oder angelegt werden</translation>
    </message>
    <message>
        <source>the database cannot be used ({1})</source>
        <translation>die Datenbank kann nicht benutzt werden ({1})</translation>
    </message>
    <message>
        <source>the database is damaged; choose another one or restore a copy</source>
        <translation>die Datenbank ist beschädigt; wählen Sie eine andere oder stellen Sie eine Kopie wieder her</translation>
    </message>
    <message>
        <source>the database is read-only; choose one that can be written</source>
        <translation>die Datenbank ist schreibgeschützt; wählen Sie eine, die beschrieben werden kann</translation>
    </message>
    <message>
        <source>the defaults</source>
        <translation>den Voreinstellungen</translation>
    </message>
    <message>
        <source>the defaults of {1}</source>
        <translation>den Voreinstellungen von {1}</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk or the network drive with the database does not answer</source>
        <translation>der Datenträger oder das Netzlaufwerk mit der Datenbank antwortet nicht</translation>
    </message>
    <message>
        <source>the file ends in the middle of a number</source>
        <translation>die Datei endet mitten in einer Zahl</translation>
    </message>
    <message>
        <source>the file has become shorter</source>
        <translation>die Datei ist kürzer geworden</translation>
    </message>
    <message>
        <source>the layer cannot be computed ({1})</source>
        <translation>die Schicht kann nicht berechnet werden ({1})</translation>
    </message>
    <message>
        <source>the object cannot be kept</source>
        <translation>das Objekt kann nicht aufbewahrt werden</translation>
    </message>
    <message>
        <source>the object is not what was announced</source>
        <translation>das Objekt ist nicht das angekündigte</translation>
    </message>
    <message>
        <source>the object was not understood</source>
        <translation>das Objekt wurde nicht verstanden</translation>
    </message>
    <message>
        <source>the object&apos;s identifier is none</source>
        <translation>die Kennung des Objekts ist keine</translation>
    </message>
    <message>
        <source>the photograph</source>
        <translation>die Aufnahme</translation>
    </message>
    <message>
        <source>the result cannot be read back: {1}</source>
        <translation>das Ergebnis kann nicht zurückgelesen werden: {1}</translation>
    </message>
    <message>
        <source>the result is not in the database</source>
        <translation>das Ergebnis steht nicht in der Datenbank</translation>
    </message>
    <message>
        <source>there are {1} photographs in the file</source>
        <translation>in der Datei sind {1} Aufnahmen</translation>
    </message>
    <message>
        <source>there is no photograph {1} in the database</source>
        <translation>in der Datenbank gibt es keine Aufnahme {1}</translation>
    </message>
    <message>
        <source>too many objects a minute</source>
        <translation>zu viele Objekte je Minute</translation>
    </message>
    <message>
        <source>wire type {1}</source>
        <translation>Feldtyp {1}</translation>
    </message>
    <message>
        <source>{1} bits per channel cannot be read; allowed are 8 and 16</source>
        <translation>{1} Bit je Kanal sind nicht lesbar; erlaubt sind 8 und 16</translation>
    </message>
    <message>
        <source>{1} has its colours first {2}; they must stand last {3}</source>
        <translation>{1} hat die Farben vorn {2}; sie müssen hinten stehen {3}</translation>
    </message>
    <message>
        <source>{1} has no operating point {2}; there are: {3}</source>
        <translation>{1} hat keinen Arbeitspunkt {2}; vorhanden sind: {3}</translation>
    </message>
    <message>
        <source>{1} has changed a photograph&apos;s review since; nothing was undone</source>
        <translation>{1} hat die Angaben zu einer Aufnahme seitdem geändert; nichts wurde rückgängig gemacht</translation>
    </message>
    <message>
        <source>{1} holds {2}; the card says {3}</source>
        <translation>{1} enthält {2}; die Karte sagt {3}</translation>
    </message>
    <message>
        <source>Not sharp enough to rule out disease: the network sees signs of it. Focus again, or clean the lens; if it stays so, refer.</source>
        <translation>Nicht scharf genug, um eine Erkrankung auszuschließen: Das Netz sieht Anzeichen dafür. Neu fokussieren oder die Linse reinigen; bleibt es so, überweisen.</translation>
    </message>
    <message>
        <source>The main one of {1} photographs in this file; the others are not.</source>
        <translation>Die Hauptaufnahme von {1} Aufnahmen in dieser Datei; die anderen nicht.</translation>
    </message>
    <message>
        <source>a box ends too early</source>
        <translation>ein Abschnitt endet zu früh</translation>
    </message>
    <message>
        <source>a box is longer than the file</source>
        <translation>ein Abschnitt ist länger als die Datei</translation>
    </message>
    <message>
        <source>a part is coded as {1}</source>
        <translation>ein Teil ist als {1} kodiert</translation>
    </message>
    <message>
        <source>a part is missing</source>
        <translation>ein Teil fehlt</translation>
    </message>
    <message>
        <source>a part lacks its size or its decoder&apos;s settings</source>
        <translation>einem Teil fehlen die Größe oder die Einstellungen des Decoders</translation>
    </message>
    <message>
        <source>allowed are JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIC, GIF and DICOM</source>
        <translation>erlaubt sind JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIC, GIF und DICOM</translation>
    </message>
    <message>
        <source>it has too many parts</source>
        <translation>sie hat zu viele Teile</translation>
    </message>
    <message>
        <source>it has too many pixels</source>
        <translation>sie hat zu viele Pixel</translation>
    </message>
    <message>
        <source>it is not one whole picture</source>
        <translation>es ist kein einzelnes ganzes Bild</translation>
    </message>
    <message>
        <source>its data end too early</source>
        <translation>die Daten enden zu früh</translation>
    </message>
    <message>
        <source>its parts lie over each other</source>
        <translation>die Teile überdecken sich</translation>
    </message>
    <message>
        <source>its settings end too early</source>
        <translation>die Einstellungen enden zu früh</translation>
    </message>
    <message>
        <source>its size is missing</source>
        <translation>die Größe fehlt</translation>
    </message>
    <message>
        <source>no photograph is in the file</source>
        <translation>in der Datei ist keine Aufnahme</translation>
    </message>
    <message>
        <source>the file is cut off</source>
        <translation>die Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>the library libde265 that checks it is not installed</source>
        <translation>die Bibliothek libde265, die sie prüft, ist nicht installiert</translation>
    </message>
    <message>
        <source>the list of its pictures is missing</source>
        <translation>die Liste der Bilder fehlt</translation>
    </message>
    <message>
        <source>there is no memory to decode it</source>
        <translation>zum Dekodieren fehlt der Speicher</translation>
    </message>
    <message>
        <source>the left eye</source>
        <translation>das linke Auge</translation>
    </message>
    <message>
        <source>it does not compute in 8 bits; {1} does, in a way that cannot be undone ({2}): use a file of the same network that was exported without --quantise int8</source>
        <translation>rechnet nicht mit 8 Bit, aber {1}, und so, dass es sich nicht zurücknehmen lässt ({2}): nehmen Sie eine Datei desselben Netzes, die ohne --quantise int8 exportiert wurde</translation>
    </message>
    <message>
        <source>the list cannot be kept in the folder for temporary files ({1}); SQLITE_TMPDIR names another one</source>
        <translation>die Liste kann nicht im Ordner für temporäre Dateien gehalten werden ({1}); SQLITE_TMPDIR nennt einen anderen</translation>
    </message>
    <message>
        <source>the list cannot be read ({1})</source>
        <translation>die Liste kann nicht gelesen werden ({1})</translation>
    </message>
    <message>
        <source>the right eye</source>
        <translation>das rechte Auge</translation>
    </message>
    <message>
        <source>this is no photograph by its name: JPEG, PNG, TIFF or DICOM is allowed</source>
        <translation>Dem Namen nach ist das keine Aufnahme: JPEG, PNG, TIFF oder DICOM ist erlaubt</translation>
    </message>
    <message>
        <source>this password is guessed at once; take another one</source>
        <translation>Dieses Passwort ist sofort erraten; nehmen Sie ein anderes</translation>
    </message>
    <message>
        <source>{1} for one network, as many as there are processors: one network with all of them measured as fast as several networks that share them, and needs the memory once</source>
        <translation>{1} für ein Netz, so viele, wie es Prozessoren gibt: ein Netz mit allen war so schnell wie mehrere Netze, die sie sich teilen, und braucht den Speicher nur einmal</translation>
    </message>
    <message>
        <source>{1} has changed a mark since; nothing was undone</source>
        <translation>{1} hat inzwischen eine Markierung geändert; nichts wurde rückgängig gemacht</translation>
    </message>
    <message>
        <source>{1} is unknown; allowed are {patient}, {eye} and {date}</source>
        <translation>{1} ist unbekannt; erlaubt sind {patient}, {eye} und {date}</translation>
    </message>
    <message>
        <source>{1} is {2} {3}; the card says {4} {5}</source>
        <translation>{1} ist {2} {3}; die Karte sagt {4} {5}</translation>
    </message>
    <message>
        <source>{1} of {2} bytes came</source>
        <translation>{1} von {2} Bytes kamen an</translation>
    </message>
    <message>
        <source>{1} of {2} bytes of a piece of its picture are there</source>
        <translation>von einem Stück des Bildes sind {1} von {2} Byte da</translation>
    </message>
    <message>
        <source>{1} of {2} processors for one photograph: more wait for each other; the others read files</source>
        <translation>{1} von {2} Prozessoren für eine Aufnahme: mehr warten aufeinander; die übrigen lesen Dateien</translation>
    </message>
    <message>
        <source>{1} of {2} reviews were made with the program&apos;s answer in sight. Such reviews lean towards it: these figures are probably too good. Grade blind to know.</source>
        <translation>{1} von {2} Beurteilungen wurden mit Blick auf die Antwort des Programms abgegeben. Solche Beurteilungen neigen ihr zu: Diese Kennzahlen sind vermutlich zu gut. Wer es wissen will, beurteilt verdeckt.</translation>
    </message>
    <message>
        <source>Photographs that the doctor calls ungradable: {1}.</source>
        <translation>Aufnahmen, die der Arzt nicht beurteilbar nennt: {1}.</translation>
    </message>
    <message>
        <source>{1} photographs of {2} patients of this clinic, cross-validated{3}</source>
        <translation>{1} Aufnahmen von {2} Patienten dieser Klinik, kreuzvalidiert{3}</translation>
    </message>
    <message>
        <source>{1} photographs that were reviewed with the program&apos;s answer in sight are left out, for there are enough others.</source>
        <translation>{1} Aufnahmen, die mit Blick auf die Antwort des Programms beurteilt wurden, bleiben außen vor, denn es gibt genug andere.</translation>
    </message>
    <message>
        <source>{1} reads as {2} no more; nothing was stored</source>
        <translation>{1} befundet nicht mehr als {2}; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>Reviewed photographs that this model file did not grade: {1}.</source>
        <translation>Vom Arzt beurteilte Aufnahmen, die diese Modelldatei nicht beurteilt hat: {1}.</translation>
    </message>
    <message>
        <source>CUDA failed with {1}: {2}</source>
        <translation>CUDA ist mit {1} gescheitert: {2}</translation>
    </message>
    <message>
        <source>With the exudates that a second network marked near the fovea, macular oedema of risk 2 is to be suspected: look again.</source>
        <translation>Mit den Exsudaten, die ein zweites Netz nahe der Fovea markiert hat, besteht der Verdacht auf ein Makulaödem (Risiko 2): noch einmal ansehen.</translation>
    </message>
    <message>
        <source>the driver of the graphics card is too old for this CUDA: install a newer one</source>
        <translation>der Treiber der Grafikkarte ist zu alt für dieses CUDA: einen neueren installieren</translation>
    </message>
    <message>
        <source>the graphics card is too old for this CUDA</source>
        <translation>die Grafikkarte ist zu alt für dieses CUDA</translation>
    </message>
    <message>
        <source>there is no graphics card of NVIDIA that it can use</source>
        <translation>es gibt keine Grafikkarte von NVIDIA, die nutzbar ist</translation>
    </message>
    <message>
        <source>too little memory is free for this network: close other programs that use it</source>
        <translation>für dieses Netz ist zu wenig Speicher frei: andere Programme schließen, die ihn belegen</translation>
    </message>
    <message>
        <source>{1} cannot be found, which comes with NVIDIA&apos;s driver: install the driver</source>
        <translation>{1} fehlt und gehört zum Treiber von NVIDIA: den Treiber installieren</translation>
    </message>
    <message>
        <source>{1} cannot be found; pip install &quot;onnxruntime-gpu[cuda,cudnn]&quot; brings what is missing</source>
        <translation>{1}: nicht zu finden; pip install &quot;onnxruntime-gpu[cuda,cudnn]&quot; bringt, was fehlt</translation>
    </message>
    <message>
        <source>{1} was not found; there are: {2}</source>
        <translation>{1} wurde nicht gefunden; vorhanden sind: {2}</translation>
    </message>
    <message>
        <source>{1}: 32 bits per channel cannot be read; allowed are 8 and 16</source>
        <translation>{1}: 32 Bit je Kanal können nicht gelesen werden; erlaubt sind 8 und 16</translation>
    </message>
    <message>
        <source>{1}: a JPEG with {2} bits per channel cannot be read; allowed are 8</source>
        <translation>{1}: Ein JPEG mit {2} Bit je Kanal ist nicht lesbar; erlaubt sind 8</translation>
    </message>
    <message>
        <source>{1}: a reader needs a role</source>
        <translation>{1}: ein Befunder braucht eine Rolle</translation>
    </message>
    <message>
        <source>{1}: an address must not have empty parts, nor end with /; write {2}, if that is meant</source>
        <translation>{1}: Eine Adresse darf keine leeren Teile haben und nicht mit / enden; {2}, falls das gemeint ist</translation>
    </message>
    <message>
        <source>{1}: another object waits under its name</source>
        <translation>{1}: ein anderes Objekt wartet unter diesem Namen</translation>
    </message>
    <message>
        <source>{1}: belongs to patient {2} by a person&apos;s correction, but to another one&apos;s study; correct it in the archive</source>
        <translation>{1}: gehört nach Korrektur von Hand zu Patient {2}, aber zur Studie eines anderen; korrigieren Sie es im Archiv</translation>
    </message>
    <message>
        <source>{1}: cannot be made ({2})</source>
        <translation>{1}: kann nicht angelegt werden ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be reached ({2})</source>
        <translation>{1}: ist nicht erreichbar ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be reached ({2}); check address, port and network</source>
        <translation>{1}: ist nicht erreichbar ({2}); prüfen Sie Adresse, Port und Netz</translation>
    </message>
    <message>
        <source>{1}: cannot be reached, {2} times tried ({3})</source>
        <translation>{1}: ist nicht erreichbar, {2}-mal versucht ({3})</translation>
    </message>
    <message>
        <source>{1}: cannot be read ({2})</source>
        <translation>{1}: kann nicht gelesen werden ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be read ({2}); {3}</source>
        <translation>{1}: kann nicht gelesen werden ({2}); {3}</translation>
    </message>
    <message>
        <source>{1}: cannot be read as DICOM ({2})</source>
        <translation>{1}: kann nicht als DICOM gelesen werden ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be read as an ONNX model</source>
        <translation>{1}: kann nicht als ONNX-Modell gelesen werden</translation>
    </message>
    <message>
        <source>{1}: cannot be read: {2}</source>
        <translation>{1}: kann nicht gelesen werden: {2}</translation>
    </message>
    <message>
        <source>{1}: cannot be used ({2})</source>
        <translation>{1}: kann nicht benutzt werden ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be written ({2})</source>
        <translation>{1}: kann nicht geschrieben werden ({2})</translation>
    </message>
    <message>
        <source>{1}: cannot be written: {2}</source>
        <translation>{1}: kann nicht geschrieben werden: {2}</translation>
    </message>
    <message>
        <source>{1}: cannot be written: {2} ({3})</source>
        <translation>{1}: kann nicht geschrieben werden: {2} ({3})</translation>
    </message>
    <message>
        <source>{1}: cannot send the photographs ({2})</source>
        <translation>{1}: kann die Aufnahmen nicht senden ({2})</translation>
    </message>
    <message>
        <source>{1}: certificate and key {2} cannot be used: they do not belong together, are no PEM files, or the key has a password</source>
        <translation>{1}: Zertifikat und Schlüssel {2} sind nicht zu benutzen: Sie gehören nicht zusammen, sind keine PEM-Dateien, oder der Schlüssel hat ein Passwort</translation>
    </message>
    <message>
        <source>{1}: could not be sent ({2})</source>
        <translation>{1}: konnte nicht gesendet werden ({2})</translation>
    </message>
    <message>
        <source>{1}: did not answer</source>
        <translation>{1}: antwortete nicht</translation>
    </message>
    <message>
        <source>{1}: did not answer the search</source>
        <translation>{1}: antwortete nicht auf die Suche</translation>
    </message>
    <message>
        <source>{1}: does not compute on {2} what it computed when it was made ({3}); it is damaged, or this machine does not suit it</source>
        <translation>{1}: rechnet auf {2} nicht, was es bei seiner Herstellung rechnete ({3}); die Datei ist beschädigt, oder dieser Rechner eignet sich nicht dafür</translation>
    </message>
    <message>
        <source>{1}: does not tell the patient&apos;s number</source>
        <translation>{1}: nennt die Patientennummer nicht</translation>
    </message>
    <message>
        <source>{1}: ends the program that tries it (status {2}): it is damaged or takes too much memory</source>
        <translation>{1}: beendet das Programm, das es erprobt (Status {2}): Die Datei ist beschädigt oder braucht zu viel Speicher</translation>
    </message>
    <message>
        <source>{1}: findings cannot refer to this DICOM object: its {2} must be an identifier, and it says {3}</source>
        <translation>{1}: Befunde können sich auf dieses DICOM-Objekt nicht beziehen: {2} muss eine Kennung sein, und da steht {3}</translation>
    </message>
    <message>
        <source>{1}: gives more than {2} answers</source>
        <translation>{1}: gibt mehr als {2} Antworten</translation>
    </message>
    <message>
        <source>{1}: has no FundusViewer card; &apos;fundusviewer wrap&apos; gives it one, &apos;fundusviewer export&apos; makes a file of a Keras model (.keras, .h5)</source>
        <translation>{1}: hat keine FundusViewer-Karte; „fundusviewer wrap“ gibt ihm eine, „fundusviewer export“ macht eine Datei aus einem Keras-Modell (.keras, .h5)</translation>
    </message>
    <message>
        <source>{1}: has no card</source>
        <translation>{1}: hat keine Karte</translation>
    </message>
    <message>
        <source>{1}: has no column with the day on which a person is due; name it “due” (there are: {2})</source>
        <translation>{1}: hat keine Spalte mit dem Tag, an dem eine Person fällig ist; nennen Sie sie „due“ (vorhanden: {2})</translation>
    </message>
    <message>
        <source>{1}: has no column with the patients; name one “patient” (there are: {2})</source>
        <translation>{1}: hat keine Spalte mit den Patienten; nennen Sie eine „patient“ (vorhanden: {2})</translation>
    </message>
    <message>
        <source>{1}: has no identifier of its own (SOPInstanceUID); nothing was written</source>
        <translation>{1}: hat keine eigene Kennung (SOPInstanceUID); nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>{1}: has no result ({2})</source>
        <translation>{1}: hat kein Ergebnis ({2})</translation>
    </message>
    <message>
        <source>{1}: is a database of another program; choose another file</source>
        <translation>{1}: ist die Datenbank eines anderen Programms; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{1}: is a folder or a device; a database is a file</source>
        <translation>{1}: ist ein Ordner oder Gerät; eine Datenbank ist eine Datei</translation>
    </message>
    <message>
        <source>{1}: is a folder without photographs; {2}</source>
        <translation>{1}: ist ein Ordner ohne Aufnahmen; {2}</translation>
    </message>
    <message>
        <source>{1}: is a pipe or a device, not a file</source>
        <translation>{1}: ist eine Pipe oder ein Gerät, keine Datei</translation>
    </message>
    <message>
        <source>{1}: is another object</source>
        <translation>{1}: ist ein anderes Objekt</translation>
    </message>
    <message>
        <source>{1}: is damaged ({2})</source>
        <translation>{1}: ist beschädigt ({2})</translation>
    </message>
    <message>
        <source>{1}: is damaged or was changed: it is not the {2} {3} that this program was made with; install it again</source>
        <translation>{1}: ist beschädigt oder wurde verändert: Es ist nicht das {2} {3}, mit dem dieses Programm ausgeliefert wurde; bitte neu installieren</translation>
    </message>
    <message>
        <source>{1}: is damaged or was changed: its content is not what its card says (content_sha256); get the file again</source>
        <translation>{1}: ist beschädigt oder wurde verändert: Der Inhalt stimmt nicht mit der Modellkarte überein (content_sha256); bitte die Datei neu beschaffen</translation>
    </message>
    <message>
        <source>{1}: is damaged, nothing was written ({2})</source>
        <translation>{1}: ist beschädigt, es wurde nichts geschrieben ({2})</translation>
    </message>
    <message>
        <source>{1}: is no DICOM file</source>
        <translation>{1}: ist keine DICOM-Datei</translation>
    </message>
    <message>
        <source>{1}: is no DICOM object ({2})</source>
        <translation>{1}: ist kein DICOM-Objekt ({2})</translation>
    </message>
    <message>
        <source>{1}: is no DICOM object of a study</source>
        <translation>{1}: ist kein DICOM-Objekt einer Studie</translation>
    </message>
    <message>
        <source>{1}: is no DICOM photograph; nothing was written</source>
        <translation>{1}: ist keine DICOM-Aufnahme; es wurde nichts geschrieben</translation>
    </message>
    <message>
        <source>{1}: is no day (YYYY-MM-DD)</source>
        <translation>{1}: ist kein Tag (JJJJ-MM-TT)</translation>
    </message>
    <message>
        <source>{1}: is no file</source>
        <translation>{1}: ist keine Datei</translation>
    </message>
    <message>
        <source>{1}: is no key of {2} bytes; restore a copy of it</source>
        <translation>{1}: ist kein Schlüssel mit {2} Bytes; stellen Sie eine Kopie wieder her</translation>
    </message>
    <message>
        <source>{1}: is no part that screen --out wrote</source>
        <translation>{1}: ist kein Teil, den screen --out geschrieben hat</translation>
    </message>
    <message>
        <source>{1}: is no reader of this database; nothing was stored</source>
        <translation>{1}: ist kein Befunder dieser Datenbank; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>{1}: is no reader of this programme; nothing was stored</source>
        <translation>{1}: ist kein Befunder dieses Programms; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>{1}: is not a picture that can be read; {2}</source>
        <translation>{1}: ist kein lesbares Bild; {2}</translation>
    </message>
    <message>
        <source>{1}: is not an ONNX model</source>
        <translation>{1}: ist kein ONNX-Modell</translation>
    </message>
    <message>
        <source>{1}: is the same file as {2}, which is open</source>
        <translation>{1}: ist dieselbe Datei wie {2}, die geöffnet ist</translation>
    </message>
    <message>
        <source>{1}: is the screening database that is open, no model</source>
        <translation>{1}: ist die geöffnete Screening-Datenbank, kein Modell</translation>
    </message>
    <message>
        <source>{1}: is the screening database that is open, no photograph</source>
        <translation>{1}: ist die geöffnete Screening-Datenbank, keine Aufnahme</translation>
    </message>
    <message>
        <source>{1}: is the screening database that is open; name another file</source>
        <translation>{1}: ist die geöffnete Screening-Datenbank; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{1}: is there, but does not answer as a DICOM node</source>
        <translation>{1}: ist da, antwortet aber nicht als DICOM-Knoten</translation>
    </message>
    <message>
        <source>{1}: its first run failed: {2}</source>
        <translation>{1}: Der erste Lauf ist misslungen: {2}</translation>
    </message>
    <message>
        <source>{1}: its first run has not ended within {2} seconds; it is not used</source>
        <translation>{1}: Der erste Lauf war nach {2} Sekunden nicht beendet; das Modell wird nicht verwendet</translation>
    </message>
    <message>
        <source>{1}: its folder is empty or gone; connect the drive again</source>
        <translation>{1}: der Ordner dieser Datei ist leer oder nicht mehr da; schließen Sie das Laufwerk wieder an</translation>
    </message>
    <message>
        <source>{1}: line 1: is no method: {2}</source>
        <translation>{1}: Zeile 1: ist kein Verfahren: {2}</translation>
    </message>
    <message>
        <source>{1}: line {2}: is damaged</source>
        <translation>{1}: Zeile {2}: ist beschädigt</translation>
    </message>
    <message>
        <source>{1}: macular_oedema holds values that are no probabilities of risk 1 or more and of risk 2</source>
        <translation>{1}: macular_oedema enthält Werte, die keine Wahrscheinlichkeiten für Risiko 1 oder mehr und für Risiko 2 sind</translation>
    </message>
    <message>
        <source>{1}: marks came as {2}; the card says {3}</source>
        <translation>{1}: Markierungen kamen als {2}; laut Karte {3}</translation>
    </message>
    <message>
        <source>{1}: marks hold values that are no probabilities</source>
        <translation>{1}: Markierungen enthalten Werte, die keine Wahrscheinlichkeiten sind</translation>
    </message>
    <message>
        <source>{1}: marks nothing; its card names no role</source>
        <translation>{1}: markiert nichts; die Karte nennt keine Rolle</translation>
    </message>
    <message>
        <source>{1}: marks {2} beside a model that grades; by itself it answers nothing</source>
        <translation>{1}: markiert {2} neben einem Modell, das Stadien bestimmt; für sich allein beantwortet es nichts</translation>
    </message>
    <message>
        <source>{1}: marks {2}, as {3} does; one file for each role is allowed</source>
        <translation>{1}: markiert {2}, wie {3}; eine Datei für jede Rolle ist erlaubt</translation>
    </message>
    <message>
        <source>{1}: names nobody</source>
        <translation>{1}: nennt niemanden</translation>
    </message>
    <message>
        <source>{1}: no picture, graded by another model or version</source>
        <translation>{1}: kein Bild, von anderem Modell oder anderer Version beurteilt</translation>
    </message>
    <message>
        <source>{1}: no picture, the model that graded is not at hand</source>
        <translation>{1}: kein Bild, das beurteilende Modell ist nicht vorhanden</translation>
    </message>
    <message>
        <source>{1}: no picture, this machine gives another answer</source>
        <translation>{1}: kein Bild, dieser Computer gibt eine andere Antwort</translation>
    </message>
    <message>
        <source>{1}: not examined ({2})</source>
        <translation>{1}: nicht untersucht ({2})</translation>
    </message>
    <message>
        <source>{1}: only {2} MB are free</source>
        <translation>{1}: nur {2} MB sind frei</translation>
    </message>
    <message>
        <source>{1}: onnxruntime cannot load it ({2})</source>
        <translation>{1}: onnxruntime kann es nicht laden ({2})</translation>
    </message>
    <message>
        <source>{1}: onnxruntime cannot load it: it has no operator {2}</source>
        <translation>{1}: onnxruntime kann sie nicht laden: Den Operator {2} hat es nicht</translation>
    </message>
    <message>
        <source>{1}: pictures are written as {2} only</source>
        <translation>{1}: Bilder werden nur als {2} geschrieben</translation>
    </message>
    <message>
        <source>{1}: providers were not tried to the end</source>
        <translation>{1}: die Provider wurden nicht zu Ende erprobt</translation>
    </message>
    <message>
        <source>{1}: received photographs cannot be kept there (read-only)</source>
        <translation>{1}: Empfangene Aufnahmen können dort nicht aufbewahrt werden (schreibgeschützt)</translation>
    </message>
    <message>
        <source>{1}: received photographs cannot be kept there ({2})</source>
        <translation>{1}: Empfangene Aufnahmen können dort nicht aufbewahrt werden ({2})</translation>
    </message>
    <message>
        <source>{1}: refuses the connection: {2}</source>
        <translation>{1}: lehnt die Verbindung ab: {2}</translation>
    </message>
    <message>
        <source>{1}: refuses the search ({2})</source>
        <translation>{1}: lehnt die Suche ab ({2})</translation>
    </message>
    <message>
        <source>{1}: says that text is part of the picture: look at it.</source>
        <translation>{1}: gibt an, dass Text im Bild ist: Sehen Sie es an.</translation>
    </message>
    <message>
        <source>{1}: takes none of the kinds of objects that were offered</source>
        <translation>{1}: nimmt keine der angebotenen Arten von Objekten</translation>
    </message>
    <message>
        <source>{1}: takes too much memory</source>
        <translation>{1}: braucht zu viel Speicher</translation>
    </message>
    <message>
        <source>{1}: takes weights from {2}, outside of its own folder</source>
        <translation>{1}: nimmt Gewichte aus {2}, außerhalb des eigenen Ordners</translation>
    </message>
    <message>
        <source>{1}: the DICOM file is damaged ({2})</source>
        <translation>{1}: Die DICOM-Datei ist beschädigt ({2})</translation>
    </message>
    <message>
        <source>{1}: the connection broke</source>
        <translation>{1}: Die Verbindung brach ab</translation>
    </message>
    <message>
        <source>{1}: the connection to {2} broke</source>
        <translation>{1}: Die Verbindung zu {2} brach ab</translation>
    </message>
    <message>
        <source>{1}: the database refuses this entry ({2})</source>
        <translation>{1}: Die Datenbank lehnt diesen Eintrag ab ({2})</translation>
    </message>
    <message>
        <source>{1}: the database&apos;s file was moved, deleted or replaced while it was open; put it back, or open the database again</source>
        <translation>{1}: Die Datei der Datenbank wurde verschoben, gelöscht oder ersetzt, während sie geöffnet war; legen Sie sie zurück, oder öffnen Sie die Datenbank erneut</translation>
    </message>
    <message>
        <source>{1}: the embedding holds no usable numbers</source>
        <translation>{1}: Die Merkmale enthalten keine brauchbaren Zahlen</translation>
    </message>
    <message>
        <source>{1}: the file has been changed since it was examined</source>
        <translation>{1}: Die Datei wurde seit der Untersuchung geändert</translation>
    </message>
    <message>
        <source>{1}: the file is cut off or is no ONNX model</source>
        <translation>{1}: Die Datei ist abgeschnitten oder kein ONNX-Modell</translation>
    </message>
    <message>
        <source>{1}: the file is empty (0 bytes)</source>
        <translation>{1}: Die Datei ist leer (0 Bytes)</translation>
    </message>
    <message>
        <source>{1}: the file is not there (any more)</source>
        <translation>{1}: Die Datei ist nicht (mehr) da</translation>
    </message>
    <message>
        <source>{1}: the graph has an unexpected {2} {3}</source>
        <translation>{1}: Der Graph hat unerwartet {2} {3}</translation>
    </message>
    <message>
        <source>{1}: the graph has no {2} {3}</source>
        <translation>{1}: Dem Graphen fehlt {2} {3}</translation>
    </message>
    <message>
        <source>{1}: the heat map holds no usable numbers</source>
        <translation>{1}: Die Heatmap enthält keine brauchbaren Zahlen</translation>
    </message>
    <message>
        <source>{1}: the network failed ({2})</source>
        <translation>{1}: Das Netz ist gescheitert ({2})</translation>
    </message>
    <message>
        <source>{1}: the picture cannot be encoded</source>
        <translation>{1}: Das Bild kann nicht kodiert werden</translation>
    </message>
    <message>
        <source>{1}: the picture cannot be encoded ({2})</source>
        <translation>{1}: Das Bild kann nicht kodiert werden ({2})</translation>
    </message>
    <message>
        <source>{1}: the picture is damaged ({2})</source>
        <translation>{1}: Das Bild ist beschädigt ({2})</translation>
    </message>
    <message>
        <source>{1}: the picture is truncated or damaged</source>
        <translation>{1}: Das Bild ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
        <source>{1}: the picture is truncated or damaged ({2})</source>
        <translation>{1}: Das Bild ist abgeschnitten oder beschädigt ({2})</translation>
    </message>
    <message>
        <source>{1}: the rows were made by several models or versions</source>
        <translation>{1}: Die Zeilen stammen von mehreren Modellen oder Versionen</translation>
    </message>
    <message>
        <source>{1}: the unfamiliarity is no usable number</source>
        <translation>{1}: Die Fremdheit ist keine brauchbare Zahl</translation>
    </message>
    <message>
        <source>{1}: there are {2} photographs in the file</source>
        <translation>{1}: In der Datei sind {2} Aufnahmen</translation>
    </message>
    <message>
        <source>{1}: there is a file of this name; choose another name</source>
        <translation>{1}: Eine Datei dieses Namens gibt es schon; wählen Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>{1}: there is a model of this name; choose another one</source>
        <translation>{1}: Ein Modell dieses Namens gibt es schon; wählen Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>{1}: there is no account of this name</source>
        <translation>{1}: Es gibt kein Konto dieses Namens</translation>
    </message>
    <message>
        <source>{1}: there is no folder {2}</source>
        <translation>{1}: Den Ordner {2} gibt es nicht</translation>
    </message>
    <message>
        <source>{1}: there is no reader of this name</source>
        <translation>{1}: es gibt keinen Befunder dieses Namens</translation>
    </message>
    <message>
        <source>{1}: there is no such file ({2} for TLS)</source>
        <translation>{1}: Diese Datei gibt es nicht ({2} für TLS)</translation>
    </message>
    <message>
        <source>{1}: there is no such model file</source>
        <translation>{1}: Diese Modelldatei gibt es nicht</translation>
    </message>
    <message>
        <source>{1}: there seems to be text beside the retina: look at it.</source>
        <translation>{1}: Neben der Netzhaut scheint Text zu sein: Sehen Sie es an.</translation>
    </message>
    <message>
        <source>{1}: unexpected error ({2}: {3})</source>
        <translation>{1}: unerwarteter Fehler ({2}: {3})</translation>
    </message>
    <message>
        <source>{1}: was made by another model, operating point or version; give another file</source>
        <translation>{1}: wurde mit einem anderen Modell, Arbeitspunkt oder einer anderen Version gemacht; eine andere Datei angeben</translation>
    </message>
    <message>
        <source>{1}: was not tried to the end</source>
        <translation>{1}: wurde nicht zu Ende erprobt</translation>
    </message>
    <message>
        <source>{1}: was reached, but did not answer the test</source>
        <translation>{1}: wurde erreicht, antwortete aber nicht auf die Prüfung</translation>
    </message>
    <message>
        <source>{1}: was written by a newer FundusViewer (database version {2}; this one knows up to {3}); update the program</source>
        <translation>{1}: wurde von einem neueren FundusViewer geschrieben (Datenbankversion {2}; dieser kennt bis {3}); aktualisieren Sie das Programm</translation>
    </message>
    <message>
        <source>{1}: weights outside of it: {2}</source>
        <translation>{1}: Gewichte außerhalb der Datei: {2}</translation>
    </message>
    <message>
        <source>{1}: {2} MB are too large; at most {3} MB</source>
        <translation>{1}: {2} MB sind zu groß; höchstens {3} MB</translation>
    </message>
    <message>
        <source>{1}: {2} came as {3}; the card says {4}</source>
        <translation>{1}: {2} kam als {3}; die Karte sagt {4}</translation>
    </message>
    <message>
        <source>{1}: {2} did not answer</source>
        <translation>{1}: {2} antwortete nicht</translation>
    </message>
    <message>
        <source>{1}: {2} holds values beyond 0 to 1</source>
        <translation>{1}: {2} enthält Werte außerhalb von 0 bis 1</translation>
    </message>
    <message>
        <source>{1}: {2} holds values that are no numbers</source>
        <translation>{1}: {2} enthält Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>{1}: {2} is another photograph, or was written by another version; choose an empty folder</source>
        <translation>{1}: {2} ist eine andere Aufnahme oder wurde von einer anderen Version geschrieben; einen leeren Ordner wählen</translation>
    </message>
    <message>
        <source>{1}: {2} is no layer with maps</source>
        <translation>{1}: {2} ist keine Schicht mit Karten</translation>
    </message>
    <message>
        <source>{1}: {2} refuses it ({3})</source>
        <translation>{1}: {2} lehnt es ab ({3})</translation>
    </message>
    <message>
        <source>{1}: {2} sums to {3}, not to 1</source>
        <translation>{1}: {2} ergibt in der Summe {3}, nicht 1</translation>
    </message>
    <message>
        <source>{1}: {2} takes no {3}</source>
        <translation>{1}: {2} nimmt kein {3}</translation>
    </message>
    <message>
        <source>{1}: {2} values cannot be read; allowed are 8 and 16 bits</source>
        <translation>{1}: {2}-Werte können nicht gelesen werden; erlaubt sind 8 und 16 Bit</translation>
    </message>
    <message>
        <source>{1}: {2} × {3} pixels are too large; at most {4} megapixels</source>
        <translation>{1}: {2} × {3} Pixel sind zu groß; höchstens {4} Megapixel</translation>
    </message>
    <message>
        <source>{1}: {2} × {3} pixels of {4} bytes are too large; at most {5} MB when decoded</source>
        <translation>{1}: {2} × {3} Pixel mit {4} Byte sind zu groß; höchstens {5} MB decodiert</translation>
    </message>
    <message>
        <source>{1}: {2}. Nothing was checked</source>
        <translation>{1}: {2}. Nichts wurde geprüft</translation>
    </message>
    <message>
        <source>{1}; it is not gone on with</source>
        <translation>{1}; damit wird nicht fortgefahren</translation>
    </message>
    <message>
        <source>{1}could not be stored: {2}</source>
        <translation>{1}konnte nicht gespeichert werden: {2}</translation>
    </message>
</context>
<context>
    <name>SettingsController</name>
    <message>
        <source>As the system</source>
        <extracomment>What a reset leaves alone: data and habits rather than choices.</extracomment>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <extracomment>The pages in their order; whoever has another one adds it here.</extracomment>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Changes apply immediately.</source>
        <translation>Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>&amp;Reset all settings…</source>
        <translation>Alle Einstellungen &amp;zurücksetzen…</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all settings to their defaults? Your name, the database, the recent files and the DICOM network are kept.</source>
        <translation>Alle Einstellungen auf die Standardwerte zurücksetzen? Ihr Name, die Datenbank, die zuletzt geöffneten Dateien und das DICOM-Netzwerk bleiben erhalten.</translation>
    </message>
</context>
<context>
    <name>SplitHandle</name>
    <message>
        <source>Slider between the two visits</source>
        <extracomment>Above the layers, which belong to the photograph below, and below measurements.</extracomment>
        <translation>Schieber zwischen den beiden Besuchen</translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message>
        <source>DICOM tags: {name}</source>
        <translation>DICOM-Tags: {name}</translation>
    </message>
    <message>
        <source>Search names and values</source>
        <translation>Namen und Werte durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>keine Angabe</translation>
    </message>
    <message>
        <source>dilated</source>
        <translation>erweitert</translation>
    </message>
    <message>
        <source>not dilated</source>
        <translation>nicht erweitert</translation>
    </message>
    <message>
        <source>right (OD)</source>
        <translation>rechts (OD)</translation>
    </message>
    <message>
        <source>left (OS)</source>
        <translation>links (OS)</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Born, sex</source>
        <translation>Geboren, Geschlecht</translation>
    </message>
    <message>
        <source>Eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Field of view</source>
        <translation>Bildfeld</translation>
    </message>
    <message>
        <source>Pupil</source>
        <translation>Pupille</translation>
    </message>
    <message>
        <source>One pixel on the retina</source>
        <translation>Ein Pixel auf der Netzhaut</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>private (manufacturer)</source>
        <translation>privat (Hersteller)</translation>
    </message>
    <message>
        <source>Names and values</source>
        <translation>Namen und Werte</translation>
    </message>
    <message>
        <source>{shown} of {total} lines. They identify the patient.</source>
        <translation>{shown} von {total} Zeilen. Sie identifizieren den Patienten.</translation>
    </message>
</context>
<context>
    <name>TlsFields</name>
    <message>
        <source>Encryption (TLS)</source>
        <translation>Verschlüsselung (TLS)</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>Unser Zertifikat</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>Sein Schlüssel</translation>
    </message>
    <message>
        <source>Trusted authorities</source>
        <translation>Vertraute Stellen</translation>
    </message>
    <message>
        <source>Both sides show a certificate</source>
        <translation>Beide Seiten zeigen ein Zertifikat</translation>
    </message>
    <message>
        <source>Choose a file: {what}</source>
        <translation>Eine Datei wählen: {what}</translation>
    </message>
    <message>
        <source>PEM files, for all connections that are encrypted.</source>
        <translation>PEM-Dateien, für alle verschlüsselten Verbindungen.</translation>
    </message>
    <message>
        <source>Certificates and keys</source>
        <translation>Zertifikate und Schlüssel</translation>
    </message>
</context>
<context>
    <name>ToneSliders</name>
    <message>
        <source>Brightness</source>
        <extracomment>Steps of a slider to either side, and its width in logical pixels.</extracomment>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
</context>
<context>
    <name>UnsavedNotice</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>ViewingToolbar</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Channels, contrast, brightness (display only)</source>
        <translation>Kanäle, Kontrast, Helligkeit (nur Anzeige)</translation>
    </message>
    <message>
        <source>Loupe</source>
        <extracomment>What stands on the bar, shorter than in the menus; ``-`` is a line.</extracomment>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Both eyes</source>
        <translation>Beide Augen</translation>
    </message>
    <message>
        <source>Two visits</source>
        <translation>Zwei Besuche</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Tools</source>
        <extracomment>Brightness, contrast and gamma, in the picture&apos;s menu.</extracomment>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>WorklistController</name>
    <message>
        <source>The network&apos;s answers are hidden until you have graded</source>
        <extracomment>Names that the dialog of patterns shows.</extracomment>
        <translation>Die Antworten des Netzes sind verborgen, bis Sie beurteilt haben</translation>
    </message>
</context>
<context>
    <name>WorklistControls</name>
    <message>
        <source>By risk</source>
        <extracomment>How long after the last letter the search begins, in milliseconds.</extracomment>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>By patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>By date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search file name, note or patient</source>
        <translation>Dateiname, Notiz oder Patient suchen</translation>
    </message>
    <message>
        <source>File name, note or patient (Ctrl+F)</source>
        <translation>Dateiname, Notiz oder Patient (Strg+F)</translation>
    </message>
    <message>
        <source>Show only some photographs</source>
        <translation>Nur einige Aufnahmen zeigen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Listed photographs</source>
        <translation>Aufgelistete Aufnahmen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Photographs opened in this window</source>
        <translation>In diesem Fenster geöffnete Aufnahmen</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>All photographs of the database</source>
        <translation>Alle Aufnahmen der Datenbank</translation>
    </message>
</context>
<context>
    <name>WorklistPanel</name>
    <message numerus="yes">
        <source>%n photographs · {left} to review</source>
        <translation>
            <numerusform>%n Aufnahme · {left} zu prüfen</numerusform>
            <numerusform>%n Aufnahmen · {left} zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n photographs · {left} to review</source>
        <translation>
            <numerusform>{shown} von %n Aufnahme · {left} zu prüfen</numerusform>
            <numerusform>{shown} von %n Aufnahmen · {left} zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{count} not examined</source>
        <translation>{count} nicht untersucht</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Aufnahmen</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Marks that could not be saved in the database before are lost</source>
        <extracomment>The list&apos;s own menu, in groups; what writes the list stands in the second.</extracomment>
        <translation>Markierungen, die in der Datenbank davor nicht gespeichert werden konnten, sind verloren</translation>
    </message>
    <message>
        <source>The latest grades, notes or marks could not be saved. Open another database and discard them?</source>
        <translation>Die letzten Stadien, Notizen oder Markierungen konnten nicht gespeichert werden. Eine andere Datenbank öffnen und sie verwerfen?</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>The latest grades, notes or marks could not be saved. Close the window and discard them?</source>
        <translation>Die letzten Stadien, Notizen oder Markierungen konnten nicht gespeichert werden. Fenster schließen und sie verwerfen?</translation>
    </message>
</context>
<context>
    <name>WrittenNotice</name>
    <message>
        <source>Written: {name}</source>
        <translation>Geschrieben: {name}</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
</context>
</TS>
